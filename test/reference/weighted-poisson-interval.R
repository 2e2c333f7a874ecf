# Intervals of weighted sums of Poisson counts by gamma quantiles (Fay and Feuer 1997), worked out with R's qgamma.
# Run: Rscript weighted-poisson-interval.R > weighted-poisson-interval.json
source("json.R")
grid <- list(
  list(counts = c(1, 0, 2), customers = c(10, 12, 9), confidence = 0.95),
  list(counts = c(0, 0), customers = c(3, 5), confidence = 0.95),
  list(counts = c(1, 1), customers = c(2, 1), confidence = 0.9),
  list(counts = c(40, 35, 51, 28), customers = c(1000, 800, 1200, 650), confidence = 0.99)
)
cases <- lapply(grid, function(g) {
  w <- 1 / g$customers
  y <- sum(w * g$counts)
  v <- sum(w^2 * g$counts)
  m <- max(w)
  tail <- (1 - g$confidence) / 2
  low <- if (y == 0) 0 else qgamma(tail, y^2 / v, scale = v / y)
  high <- qgamma(1 - tail, (y + m)^2 / (v + m^2), scale = (v + m^2) / (y + m))
  list(counts = g$counts, customers = g$customers, confidence = g$confidence, low = low, high = high)
})
write("weighted-poisson-interval.R", cases = cases)
