#!/usr/bin/env bash
# Reports what a pull request does to an OpenAPI document: in the job's summary, and as one comment that is kept up to date.
# Everything comes in by variables; outside of GitHub, DOCUMENT and BASE are enough, BINDINGS is the
# folder of the bindings, and the report goes to standard output.
set -euo pipefail

: "${DOCUMENT:?the OpenAPI document, from the root of the repository}"
: "${BASE:?the revision to compare with}"
# Neither may be taken for an option.
case $DOCUMENT in -*) DOCUMENT=./$DOCUMENT ;; esac
case $BASE in -*) echo "BASE is no revision: $BASE" >&2; exit 2 ;; esac
readonly BINDINGS=${BINDINGS:-}
readonly FAIL_ON=${FAIL_ON:-never} COMMENT=${COMMENT:-true} PULL_REQUEST=${PULL_REQUEST:-}
# GitHub refuses comments of more than 65,536 characters.
readonly MAX_COMMENT=60000

report=$(mktemp)
trap 'rm -f "$report" "$report.short"' EXIT

# A checkout of one commit does not have the one that the branch started from.
git cat-file -e "$BASE^{commit}" 2>/dev/null || git fetch --quiet --depth=1 origin "$BASE"

status=0
if git cat-file -e "$BASE:$DOCUMENT" 2>/dev/null; then
    openapi-bindgen diff "git:$BASE:$DOCUMENT" "$DOCUMENT" --format markdown --fail-on "$FAIL_ON" \
        ${BINDINGS:+--vendored="$BINDINGS"} >"$report" || status=$?
else
    printf '`%s` is new.\n' "$DOCUMENT" >"$report"
fi
# Nothing to show: what is wrong stands on standard error.
[ -s "$report" ] || exit "$status"
cat "$report" >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}"

if [ "$COMMENT" = true ] && [ -n "$PULL_REQUEST" ]; then
    if [ "$(wc -c <"$report")" -gt "$MAX_COMMENT" ]; then
        { sed '/<details>/,$d' "$report" | head -c "$MAX_COMMENT" | iconv -c -f UTF-8 -t UTF-8
          printf '\nThe whole report is in the summary of the job.\n'; } >"$report.short"
        mv "$report.short" "$report"
    fi
    # A pull request from a fork has a token that may only read; the summary is there all the same.
    gh pr comment "$PULL_REQUEST" --body-file "$report" --edit-last --create-if-none ||
        echo '::warning::the report could not be written as a comment; it is in the summary of the job'
fi
exit "$status"
