# Ratio estimates of R's lm and by hand: the linearised variance of a ratio (Cochran 1977, 2.11), with Student's interval.
# Run: Rscript revenue-retention.R > revenue-retention.json
source("json.R")
set.seed(5)
sets <- list(
  list(label = "a few", first = c(20, 20, 50, 10.5), later = c(35, 0, 50, 10)),
  list(label = "one large customer", first = c(10, 20, 30, 5000, 25, 12), later = c(10, 0, 45, 4000, 25, 0)),
  list(label = "two hundred", first = round(rlnorm(200, 3), 2), later = NULL))
sets[[3]]$later <- round(sets[[3]]$first * rbinom(200, 1, .8) * exp(rnorm(200, .05, .3)), 2)
ratio <- function(x, y) {
  # Weighted regression through 0 with weights 1/x has the slope sum(y) / sum(x); its sandwich is the variance of the ratio.
  fit <- lm(y ~ 0 + x, weights = 1 / x)
  residual <- y - coef(fit) * x
  n <- length(x)
  error <- sqrt(n / (n - 1) * sum(residual^2)) / sum(x)
  list(ratio = as.numeric(coef(fit)), standardError = error, low = as.numeric(coef(fit)) - qt(.975, n - 1) * error)
}
cases <- lapply(sets, function(s) list(label = s$label, first = values(s$first), later = values(s$later),
  net = ratio(s$first, s$later), gross = ratio(s$first, pmin(s$first, s$later))))
write("revenue-retention.R", cases = cases)
