# Weighted answers (standard errors by the survey package), and means with Student's interval.  Run: Rscript surveys.R > surveys.json
source("json.R")
suppressPackageStartupMessages(library(survey))
set.seed(20251122)
wilson <- function(p, n, level) {
  z <- qnorm(1 - (1 - level) / 2)
  ((p + z^2 / (2 * n)) + c(-1, 1) * z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))) / (1 + z^2 / n)
}
weighted <- lapply(c(2, 5, 40, 300), function(n) {
  score <- sample(0:10, n, replace = TRUE, prob = c(1, 1, 1, 1, 1, 2, 3, 6, 8, 7, 9))
  weight <- round(rgamma(n, 3, 2), 3) + 0.001
  group <- (score >= 9) - (score <= 6)
  estimate <- svymean(~group, svydesign(ids = ~1, weights = ~weight, data = data.frame(group, weight)))
  effective <- sum(weight)^2 / sum(weight^2)
  mean <- weighted.mean(score, weight)
  margin <- qt(0.975, effective - 1) * sqrt(sum(weight * (score - mean)^2) / sum(weight) / (effective - 1))
  top <- sum(weight[score >= 9]) / sum(weight)
  list(score = values(score), weight = values(weight), nps = 100 * as.numeric(estimate), standardError = 100 * as.numeric(SE(estimate)),
       effectiveN = effective, top = top, topInterval = wilson(top, effective, 0.95),
       mean = mean, meanInterval = c(max(0, mean - margin), min(10, mean + margin)))
})
means <- lapply(list(c(5, 4, 4, 3, 5, 1, 4, 2), c(1, 1, 1, 2), c(3, 3), rep(c(1, 5), 50), sample(1:5, 1000, replace = TRUE)), function(x) {
  list(score = values(x), mean = mean(x), interval = if (var(x) == 0) c(mean(x), mean(x)) else pmin(5, pmax(1, as.numeric(t.test(x)$conf.int))))
})
write(paste0("surveys.R, survey ", packageVersion("survey")), weighted = weighted, means = means)
