# Orders of a shop, and the conversion to the second and the third purchase by R's survival.  Run: Rscript repurchase.R > repurchase.json
suppressMessages(library(survival))
source("json.R")
set.seed(5)
day <- 86400000
start <- as.numeric(as.POSIXct("2024-01-01", tz = "UTC")) * 1000
asOf <- start + 500 * day
customers <- 300
orders <- do.call(rbind, lapply(seq_len(customers), function(customer) {
  first <- start + floor(runif(1, 0, 480 * day))
  gaps <- round(rgamma(1 + rgeom(1, .45), 1.3, scale = 35 * day))
  times <- first + c(0, cumsum(gaps[-1]))
  data.frame(customer = customer, time = times)
}))
orders <- orders[orders$time <= asOf, ]
asked <- function(purchases, window) {
  times <- lapply(split(orders$time, orders$customer), sort)
  reached <- times[vapply(times, length, 0) >= purchases - 1]
  entry <- vapply(reached, function(t) t[purchases - 1], 0); wait <- vapply(reached, function(t) t[purchases], 0) - entry
  seen <- pmin(asOf - entry, window * day)
  ended <- !is.na(wait) & wait <= seen
  fit <- survfit(Surv(ifelse(ended, wait, seen), as.numeric(ended)) ~ 1, conf.type = "log-log")
  at <- summary(fit, times = c(7, 30, window) * day)
  mature <- asOf - entry >= window * day
  list(purchases = purchases, window = window, n = length(entry), converted = sum(ended), mature = sum(mature), matureConverted = sum(ended & mature),
    days = values(c(7, 30, window)), survival = values(at$surv), low = values(at$lower), high = values(at$upper),
    median = as.numeric(quantile(fit, .5, conf.int = FALSE)) / day)
}
intervals <- function(keep) {
  rows <- do.call(rbind, lapply(split(orders$time, orders$customer), function(t) { t <- sort(t)
    data.frame(number = seq_along(t), days = (c(t[-1], asOf) - t) / day, ended = c(rep(1, length(t) - 1), 0)) }))
  rows <- rows[keep(rows$number), ]
  fit <- survfit(Surv(rows$days, rows$ended) ~ 1); gaps <- rows$days[rows$ended == 1]; last <- 1 - min(fit$surv)
  list(n = length(gaps), open = sum(rows$ended == 0), mean = mean(gaps), median = median(gaps), p90 = as.numeric(quantile(gaps, .9)),
    variation = sd(gaps) / mean(gaps), returnShare = last, lapsedAfter = fit$time[which(fit$surv <= 1 - .9 * last + 1e-12)[1]])
}
write(paste("repurchase.R with survival", packageVersion("survival")), asOf = asOf,
  customers = values(orders$customer), times = values(orders$time), cases = list(asked(2, 90), asked(2, 365), asked(3, 60), asked(4, 400)),
  all = intervals(function(n) n > 0), byNumber = lapply(1:3, function(k) intervals(function(n) n == k)))
