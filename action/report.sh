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
# GitHub refuses comments of more than 65,536 characters, and summaries of more than 1 MiB.
readonly MAX_COMMENT=65000 MAX_SUMMARY=900000

report=$(mktemp)
trap 'rm -f "$report" "$report.short"' EXIT

# A checkout of one commit does not have the one that the branch started from.
git cat-file -e "$BASE^{commit}" 2>/dev/null || git fetch --quiet --depth=1 origin "$BASE"

compare() {
    openapi-bindgen diff "git:$BASE:$DOCUMENT" "$DOCUMENT" ${BINDINGS:+--vendored="$BINDINGS"} "$@"
}

status=0
if git cat-file -e "$BASE:$DOCUMENT" 2>/dev/null; then
    compare --format markdown --fail-on "$FAIL_ON" >"$report" || status=$?
else
    printf '`%s` is new.\n' "$DOCUMENT" >"$report"
fi
# Nothing to show: what is wrong stands on standard error.
[ -s "$report" ] || exit "$status"
# What has no room in a comment is in the summary all the same, as text: lines that start with spaces start nothing.
if grep -q '; `openapi-bindgen diff` shows all' "$report"; then
    whole=$(compare | head -c "$MAX_SUMMARY" | iconv -c -f UTF-8 -t UTF-8 || true)
    { cat "$report"
      printf '\n<details><summary>All changes</summary>\n\n'
      sed 's/^/    /' <<<"$whole"
      printf '\n</details>\n'; } >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}"
    printf '\nAll changes are in the summary of the job.\n' >>"$report"
else
    cat "$report" >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}"
fi

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
