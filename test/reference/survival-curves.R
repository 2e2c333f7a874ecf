# Survival curves of R's survival: bands, quantiles, restricted means, cumulative hazards.  Run: Rscript survival-curves.R > survival-curves.json
suppressMessages(library(survival))
source("json.R")
set.seed(5)
n <- 60
late <- round(runif(n, 0, 30), 1); gone <- late + round(rexp(n, 1 / 25), 1) + .1
# Where a band goes up again (few at risk), quantile() takes a time of it that is neither the first nor the last below the share; the first is wanted, as print() has it.
falling <- function(x) { known <- !is.na(x); x[known] <- cummin(x[known]); x }
ones <- function(x) rep(1, length(x))
cases <- list(
  lung = list(time = lung$time, status = as.numeric(lung$status == 2)),
  veteran = list(time = veteran$time, status = veteran$status),
  "left truncated: heart" = list(time = heart$stop, status = heart$event, entry = heart$start),
  "left truncated: late entries" = list(time = gone, status = rep(c(1, 1, 0), 20), entry = late),
  "whole weights: lung" = list(time = lung$time, status = as.numeric(lung$status == 2), weight = 1 + (seq_along(lung$time) %% 4)),
  "fractional weights: veteran" = list(time = veteran$time, status = veteran$status, weight = .1 * (1 + (seq_along(veteran$time) %% 7))),
  "weights and late entries" = list(time = gone, status = rep(c(0, 1), 30), entry = late, weight = rep(c(1, 2.5, .3), 20)),
  ties = list(time = c(1, 1, 1, 2, 2, 2, 2, 3, 3, 4), status = c(1, 1, 0, 1, 0, 1, 1, 0, 1, 0)),
  "the last is an end" = list(time = c(2, 3, 5, 8), status = c(1, 0, 1, 1)),
  "all censored" = list(time = c(1, 2, 2, 3), status = c(0, 0, 0, 0)),
  "one that ended" = list(time = 4, status = 1),
  "one that went on" = list(time = 4, status = 0),
  "one time" = list(time = c(6, 6, 6, 6), status = c(1, 0, 1, 0)),
  "at once" = list(time = c(0, 0, 3, 5), status = c(1, 0, 1, 0)),
  "a half over a span" = list(time = c(1, 2, 3, 4, 5, 6), status = c(1, 1, 1, 0, 0, 1)))
shares <- c(.1, .25, .5, .75, .9)
reference <- function(name) {
  case <- cases[[name]]
  w <- if (is.null(case$weight)) ones(case$time) else case$weight
  response <- if (is.null(case$entry)) Surv(case$time, case$status) else Surv(case$entry, case$time, case$status)
  fit <- function(...) survfit(response ~ 1, weights = w, robust = FALSE, timefix = FALSE, ...)
  band <- function(type) {
    f <- fit(conf.type = type)
    falls <- f
    falls$lower <- falling(f$lower); falls$upper <- falling(f$upper)
    q <- quantile(falls, shares)
    list(low = values(f$lower), high = values(f$upper), quantiles = values(as.numeric(q$quantile)),
      quantileLow = values(as.numeric(q$lower)), quantileHigh = values(as.numeric(q$upper)))
  }
  f <- fit()
  at <- c(.4, .7, 1) * max(f$time)
  at <- at[at >= min(f$time)]
  means <- sapply(at, function(a) { t <- summary(f, rmean = a)$table; c(t["rmean"], t["se(rmean)"]) })
  one <- fit(ctype = 2)
  c(list(name = name, duration = values(case$time), ended = values(case$status)),
    if (!is.null(case$entry)) list(entry = values(case$entry)), if (!is.null(case$weight)) list(weight = values(case$weight)),
    list(time = values(f$time), atRisk = values(f$n.risk), events = values(f$n.event), censored = values(f$n.censor), survival = values(f$surv),
      standardError = values(f$std.err * f$surv), bands = list("log-log" = band("log-log"), log = band("log"), plain = band("plain")),
      horizons = values(at), means = values(means[1, ]), meanErrors = values(means[2, ]),
      hazard = values(f$cumhaz), hazardError = values(f$std.chaz), hazardOneByOne = values(one$cumhaz), hazardErrorOneByOne = values(one$std.chaz)))
}
write(paste("survival-curves.R with survival", packageVersion("survival")), shares = values(shares), cases = lapply(names(cases), reference))
