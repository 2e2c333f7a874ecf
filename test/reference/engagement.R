# Engagement rates over posts (ratio estimates by the survey package), ROC areas of lead scores (pROC), times of tickets (survival).  Run: Rscript engagement.R > engagement.json
source("json.R")
suppressPackageStartupMessages({
  library(survey)
  library(pROC)
  library(survival)
})
set.seed(20251122)
posts <- function(y, x) {
  n <- length(y)
  ratio <- svyratio(~y, ~x, svydesign(ids = ~1, weights = rep(1, n), data = data.frame(y, x)))
  value <- as.numeric(coef(ratio))
  se <- as.numeric(SE(ratio))
  margin <- qt(0.975, n - 1) * se
  mean <- t.test(y / x)
  list(y = values(y), x = values(x), value = value, standardError = se, interval = c(max(0, value - margin), value + margin),
       mean = mean(y / x), meanInterval = pmax(0, as.numeric(mean$conf.int)))
}
reach <- round(rlnorm(40, 8, 1))
social <- list(
  posts(c(100, 150, 120, 190), c(1000, 3000, 2000, 4000)),
  posts(c(50, 900), c(1000, 300)),
  posts(rpois(40, reach * 0.04), reach),
  posts(rpois(40, reach * 1.7), reach)
)
areas <- function(score, won) {
  curve <- roc(won, score, levels = c(0, 1), direction = "<", quiet = TRUE)
  limits <- as.numeric(ci.auc(curve, method = "delong"))
  points <- sort(unique(score))
  gain <- sapply(points, function(t) mean(score[won == 1] >= t) - mean(score[won == 0] >= t))
  chosen <- as.numeric(quantile(score[won == 1], 0.75, type = 7))
  list(score = values(score), won = values(won), auc = limits[2], interval = c(limits[1], limits[3]),
       standardError = sqrt(var(curve, method = "delong")),
       percentile = chosen, precision = if (any(score >= chosen)) mean(won[score >= chosen]) else NULL,
       recall = mean(score[won == 1] >= chosen), youden = points[which(gain > max(gain) - 1e-12)[1]])
}
leads <- lapply(c(12, 60, 400), function(n) {
  won <- rbinom(n, 1, 0.3)
  won[1:4] <- c(0, 1, 0, 1)
  areas(round(50 + 12 * won + rnorm(n, 0, 15)), won)
})
leads <- c(leads, list(areas(c(85, 70, 65, 55, 75, 50, 45, 30, 25, 10), rep(c(1, 0), c(4, 6)))))
tickets <- lapply(c(1, 2, 9, 100), function(n) {
  ms <- round(rlnorm(n, 15, 1))
  waits <- round(rlnorm(n %/% 3, 15, 1))
  curve <- survfit(Surv(c(ms, waits), rep(c(1, 0), c(n, n %/% 3))) ~ 1)
  list(ms = values(ms), waits = values(waits), mean = mean(ms), median = median(ms), p90 = as.numeric(quantile(ms, 0.9, type = 7)),
       medianWithWaiting = as.numeric(quantile(curve, 0.5)$quantile))
})
write(paste0("engagement.R, survey ", packageVersion("survey"), ", pROC ", packageVersion("pROC"), ", survival ", packageVersion("survival")), social = social, leads = leads, tickets = tickets)
