# Exponential, Weibull, log-normal and log-logistic fits of R's survival.  Run: Rscript parametric-survival.R > parametric-survival.json
suppressMessages(library(survival))
source("json.R")
set.seed(21)
n <- 300
wait <- rweibull(n, 1.7, 60); seen <- runif(n, 0, 120)
lungs <- lung[!is.na(lung$ph.ecog), ]
seats <- rep(c(1, 2, 5, 20), length.out = n); annual <- rep(c(0, 1, 1), length.out = n)
longer <- rlnorm(n, 3 + 0.02 * seats + 0.5 * annual, 0.8)
cases <- list(
  list(name = "lung", time = lung$time, status = lung$status == 2),
  list(name = "lung with covariates", time = lungs$time, status = lungs$status == 2, x = cbind(age = lungs$age, ecog = lungs$ph.ecog, sex = lungs$sex)),
  list(name = "veteran with covariates", time = veteran$time, status = veteran$status == 1, x = cbind(karno = veteran$karno, prior = veteran$prior / 10)),
  list(name = "real times", time = pmin(wait, seen), status = wait <= seen),
  list(name = "milliseconds", time = round(pmin(wait, seen) * 864e5), status = wait <= seen),
  list(name = "none censored", time = wait, status = rep(TRUE, n)),
  list(name = "nine in ten censored", time = pmin(wait, 21), status = wait <= 21),
  list(name = "weights", time = round(pmin(wait, seen), 1) + 0.1, status = wait <= seen, weight = rep(c(1, 2, 0.5, 7), length.out = n)),
  list(name = "plans", time = pmin(longer, 90), status = longer <= 90, x = cbind(seats = seats, annual = annual), weight = rep(c(1, 3), length.out = n)))
# The tests move these covariates away from 0, by exact steps of 1/64: R itself keeps fewer digits there.
years <- rep(-3:3, length.out = n); spend <- round(rnorm(n) * 64) / 64
gone <- exp(2 - 0.6 * years + 0.3 * spend + 0.7 * log(rexp(n))); watched <- runif(n, 5, 60)
cases <- c(cases, list(list(name = "years", time = pmin(gone, watched), status = gone <= watched, x = cbind(year = years, spend = spend))))
exact <- survreg.control(maxiter = 500, rel.tolerance = 1e-15, outer.max = 50)
fitted <- function(case, kind) {
  weight <- if (is.null(case$weight)) rep(1, length(case$time)) else case$weight
  y <- Surv(case$time, case$status)
  formula <- if (is.null(case$x)) y ~ 1 else y ~ case$x
  # From near the end, so that its rule to stop, by the log-likelihood alone, leaves nothing to gain.
  fit <- survreg(formula, weights = weight, dist = kind, control = exact)
  for (round in 1:3) fit <- suppressWarnings(survreg(formula, weights = weight, dist = kind, control = exact,
    init = if (kind == "exponential") coef(fit) else c(coef(fit), log(fit$scale))))
  list(coefficients = values(unname(coef(fit))), scale = fit$scale, errors = values(unname(sqrt(diag(vcov(fit))))), covariance = values(unname(as.vector(vcov(fit)))), logLikelihood = fit$loglik[2],
    quantiles = values(unname(predict(fit, type = "quantile", p = c(.1, .5, .9))[1, ])))
}
described <- function(case) {
  fits <- lapply(c("exponential", "weibull", "lognormal", "loglogistic"), function(kind) fitted(case, kind))
  names(fits) <- c("exponential", "weibull", "log-normal", "log-logistic")
  columns <- if (is.null(case$x)) NULL else lapply(seq_len(ncol(case$x)), function(k) values(unname(case$x[, k])))
  list(name = case$name, time = values(case$time), ended = values(as.numeric(case$status)), weight = if (is.null(case$weight)) NULL else values(case$weight),
    fields = if (is.null(case$x)) list() else as.list(colnames(case$x)), columns = if (is.null(columns)) list() else columns, fits = fits)
}
write(paste("parametric-survival.R with survival", packageVersion("survival")), cases = lapply(cases, described))
