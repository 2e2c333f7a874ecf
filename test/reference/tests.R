# chisq.test, p.adjust and the power functions of R.  Run: Rscript tests.R > tests.json
source("json.R")
tables <- list(list(c(30, 20), c(15, 35)), list(c(762, 327, 468), c(484, 239, 477)), list(c(1, 2, 3), c(0, 0, 0), c(4, 0, 9), c(7, 7, 0)), list(c(1e6, 1e6 + 5000), c(2e6, 2e6 - 9000)))
independence <- lapply(tables, function(rows) {
  m <- do.call(rbind, rows); m2 <- m[rowSums(m) > 0, colSums(m) > 0]
  t <- suppressWarnings(chisq.test(m2, correct = FALSE))
  list(table = lapply(rows, values), statistic = as.numeric(t$statistic), degreesOfFreedom = as.numeric(t$parameter), pValue = t$p.value,
    cramersV = sqrt(as.numeric(t$statistic) / sum(m2) / (min(dim(m2)) - 1)), smallestExpected = min(t$expected))
})
fit <- lapply(list(list(c(18, 22, 20), c(1, 1, 1)), list(c(89, 37, 30, 28, 2), c(.40, .20, .20, .15, .05))), function(x) {
  t <- suppressWarnings(chisq.test(x[[1]], p = x[[2]] / sum(x[[2]])))
  list(observed = x[[1]], expected = x[[2]], statistic = as.numeric(t$statistic), degreesOfFreedom = as.numeric(t$parameter), pValue = t$p.value)
})
p <- c(0.01, 0.02, 0.03, 0.04, 0.05, 0.001, 0.8, 0.03, 0, 1, 0.2)
adjusted <- list(p = p, holm = p.adjust(p, "holm"), hochberg = p.adjust(p, "hochberg"), bonferroni = p.adjust(p, "bonferroni"), bh = p.adjust(p, "BH"), by = p.adjust(p, "BY"))
means <- list(); shares <- list()
for (alternative in c("two.sided", "one.sided")) for (level in c(.9, .95, .99)) {
  for (x in list(c(20, 1, 1), c(2, 1.5, 1), c(5, .3, 1), c(500, .1, 1), c(64, .5, 1), c(17, 2.5, 3), c(10, 12, 1), c(100000, .01, 1), c(3, 50, 1)))
    means[[length(means) + 1]] <- list(n = x[1], difference = x[2], standardDeviation = x[3], confidence = level, alternative = alternative,
      power = power.t.test(n = x[1], delta = x[2], sd = x[3], sig.level = 1 - level, alternative = alternative)$power)
  for (x in list(c(50, .5, .75), c(1000, .1, .12), c(20, .02, .5), c(3500, .04, .05)))
    shares[[length(shares) + 1]] <- list(n = x[1], baseline = x[2], target = x[3], confidence = level, alternative = alternative,
      power = power.prop.test(n = x[1], p1 = x[2], p2 = x[3], sig.level = 1 - level, alternative = alternative)$power)
}
meanSizes <- lapply(list(c(.5, 1, .8), c(1, 1, .9), c(.05, 1, .8), c(3, 1, .95), c(.2, 2, .5)), function(x) list(difference = x[1], standardDeviation = x[2], power = x[3],
  n = power.t.test(delta = x[1], sd = x[2], power = x[3], tol = 1e-10)$n, oneSided = power.t.test(delta = x[1], sd = x[2], power = x[3], alternative = "one.sided", tol = 1e-10)$n))
shareSizes <- lapply(list(c(.1, .12, .8), c(.5, .75, .9), c(.04, .05, .8), c(.9, .85, .95), c(.001, .0011, .8)), function(x) list(baseline = x[1], target = x[2], power = x[3],
  n = power.prop.test(p1 = x[1], p2 = x[2], power = x[3], tol = 1e-10)$n, oneSided = power.prop.test(p1 = x[1], p2 = x[2], power = x[3], alternative = "one.sided", tol = 1e-10)$n))
write("tests.R", independence = independence, fit = fit, adjusted = adjusted, powerOfMeans = means, powerOfShares = shares, meanSizes = meanSizes, shareSizes = shareSizes)
