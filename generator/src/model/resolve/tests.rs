//! Claims about resolving, each on a document of a few lines.
