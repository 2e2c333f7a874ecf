# Writes plain R lists as JSON at 17 digits; used by the other scripts here.
json <- function(x) {
  if (is.null(x)) return("null")
  if (is.list(x)) {
    parts <- vapply(x, json, "")
    if (is.null(names(x))) return(paste0("[", paste(parts, collapse = ","), "]"))
    return(paste0("{", paste0("\"", names(x), "\":", parts, collapse = ","), "}"))
  }
  if (is.character(x)) return(paste0("\"", x, "\""))
  text <- vapply(x, function(v) if (is.nan(v) || is.na(v)) "null" else if (is.infinite(v)) "null" else format(v, digits = 17), "")
  if (length(x) == 1 && is.null(attr(x, "array"))) text else paste0("[", paste(text, collapse = ","), "]")
}
values <- function(x) structure(x, array = TRUE)
write <- function(script, ...) cat(json(list(madeWith = paste0(R.version.string, ": ", script), ...)), "\n", sep = "")
