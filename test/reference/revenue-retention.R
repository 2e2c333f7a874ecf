# Ratio estimates of R's lm and by hand: the linearised variance of a ratio (Cochran 1977, 2.11), and its interval with the added
# observations of Agresti & Coull (1998) as rows of weight z^2 / 2, each of size sum(x^2) / sum(x).
# Run: Rscript revenue-retention.R > revenue-retention.json
source("json.R")
set.seed(5)
sets <- list(
  list(label = "a few", first = c(20, 20, 50, 10.5), later = c(35, 0, 50, 10)),
  list(label = "all stay", first = c(20, 30, 40), later = c(20, 30, 40)),
  list(label = "all leave", first = c(20, 30, 40), later = c(0, 0, 0)),
  list(label = "one large customer", first = c(10, 20, 30, 5000, 25, 12), later = c(10, 0, 45, 4000, 25, 0)),
  list(label = "two hundred", first = round(rlnorm(200, 3), 2), later = NULL))
sets[[5]]$later <- round(sets[[5]]$first * rbinom(200, 1, .8) * exp(rnorm(200, .05, .3)), 2)
ratio <- function(x, y, most) {
  # Weighted regression through 0 with weights 1/x has the slope sum(y) / sum(x); its sandwich is the variance of the ratio.
  fit <- lm(y ~ 0 + x, weights = 1 / x)
  residual <- y - coef(fit) * x
  n <- length(x)
  error <- sqrt(n / (n - 1) * sum(residual^2)) / sum(x)
  size <- sum(x^2) / sum(x)
  rows <- data.frame(x = c(x, size, size), y = c(y, 0, most(as.numeric(coef(fit))) * size),
    weight = c(rep(1, n), rep(qnorm(.975)^2 / 2, 2)))
  center <- with(rows, sum(weight * y) / sum(weight * x))
  wide <- with(rows, sqrt(sum(weight * (y - center * x)^2)) / sum(weight * x))
  margin <- qt(.975, max(3, sum(x) / size - 1)) * wide
  list(ratio = as.numeric(coef(fit)), standardError = error, low = center - margin, high = center + margin)
}
cases <- lapply(sets, function(s) list(label = s$label, first = values(s$first), later = values(s$later),
  net = ratio(s$first, s$later, function(r) max(1, 2 * r)),
  gross = ratio(s$first, pmin(s$first, s$later), function(r) 1)))
write("revenue-retention.R", cases = cases)
