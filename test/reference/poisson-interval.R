# Exact intervals of rates by R's poisson.test.  Run: Rscript poisson-interval.R > poisson-interval.json
source("json.R")
grid <- expand.grid(events = c(0, 1, 2, 7, 40, 1234), exposure = c(0.5, 12.25, 4000), confidence = c(0.8, 0.95, 0.99))
cases <- lapply(seq_len(nrow(grid)), function(i) {
  g <- grid[i, ]
  ends <- poisson.test(g$events, g$exposure, conf.level = g$confidence)$conf.int
  list(events = g$events, exposure = g$exposure, confidence = g$confidence, low = ends[1], high = ends[2])
})
write("poisson-interval.R", cases = cases)
