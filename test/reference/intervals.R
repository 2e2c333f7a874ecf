# Intervals of one share and of one mean.  Run: Rscript intervals.R > intervals.json
source("json.R")
shares <- list()
for (case in list(c(0, 1), c(1, 1), c(0, 10), c(1, 10), c(5, 10), c(9, 10), c(10, 10), c(3, 50), c(42, 100), c(17, 1811), c(999, 1000), c(123456, 1000000)))
  for (level in c(0.8, 0.95, 0.999)) {
    k <- case[1]; n <- case[2]; a <- (1 - level) / 2
    z <- qnorm(a, lower.tail = FALSE)
    centre <- (k + z^2 / 2) / (n + z^2)
    half <- z * sqrt(centre * (1 - centre) / (n + z^2))
    wald <- z * sqrt(k / n * (1 - k / n) / n)
    shares[[length(shares) + 1]] <- list(
      successes = k, n = n, confidence = level,
      "wilson" = as.numeric(suppressWarnings(prop.test(k, n, conf.level = level, correct = FALSE)$conf.int)),
      "agresti-coull" = c(max(0, centre - half), min(1, centre + half)),
      "clopper-pearson" = as.numeric(binom.test(k, n, conf.level = level)$conf.int),
      "jeffreys" = c(if (k == 0) 0 else qbeta(a, k + .5, n - k + .5), if (k == n) 1 else qbeta(a, k + .5, n - k + .5, lower.tail = FALSE)),
      "wald" = c(max(0, k / n - wald), min(1, k / n + wald)))
  }
means <- lapply(list(c(5.1, 4.9, 5.6, 5.0), morley$Speed, c(1, 2), c(10000000.2, 10000000.1, 10000000.3), sleep$extra), function(x) {
  t <- t.test(x, conf.level = 0.9)
  list(values = values(x), confidence = 0.9, mean = as.numeric(t$estimate), interval = as.numeric(t$conf.int))
})
write("intervals.R", shares = shares, means = means)
