# The nine quantile types of Hyndman & Fan, as R computes them.
# Run: Rscript quantile.R > quantile.json
sets <- list(
  c(7), c(1, 2), c(3, 1, 2), c(1, 2, 3, 4), c(5, 1, 4, 2, 3, 9, 7), c(1, 1, 1, 2, 2, 5, 5, 5, 5, 8),
  c(-2.5, 0, 0.1, 0.2, 0.3, 1e6, 12, 33.3, -1e-3, 4, 4), morley$Speed
)
probs <- c(0, 0.001, 0.05, 0.1, 0.125, 0.2, 0.25, 0.3, 1/3, 0.4, 0.5, 0.55, 0.6, 2/3, 0.7, 0.75, 0.8, 0.9, 0.95, 0.975, 0.999, 1)
number <- function(x) paste(sapply(x, function(v) format(v, digits = 17, scientific = NA)), collapse = ",")
cat("{\"madeWith\":\"", R.version.string, ": quantile.R\",\"probs\":[", number(probs), "],\"sets\":[", sep = "")
cat(paste(sapply(sets, function(x) paste0(
  "{\"values\":[", number(x), "],\"types\":[",
  paste(sapply(1:9, function(t) paste0("[", number(quantile(x, probs, type = t, names = FALSE)), "]")), collapse = ","), "]}")), collapse = ",\n"))
cat("]}\n")
