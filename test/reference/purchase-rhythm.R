# The rhythm of a shop's customers, who differ in it, by R's survival: the curve of gaps with the variance between customers, own
# thresholds by credibility from aov, returns after a lapse, and lifetimes up to it.  Run: Rscript purchase-rhythm.R > purchase-rhythm.json
suppressMessages(library(survival))
source("json.R")
set.seed(11)
asOf <- 400; lapse <- 45
orders <- do.call(rbind, lapply(1:150, function(customer) {
  own <- exp(rnorm(1, 2.8, .6))
  times <- runif(1, 0, 380) + c(0, cumsum(1 + rgamma(rgeom(1, .2), 1.5, scale = own / 1.5)))
  data.frame(customer = customer, day = floor(times))
}))
orders <- orders[orders$day <= asOf, ]
days <- lapply(split(orders$day, orders$customer), sort)
gaps <- do.call(rbind, lapply(names(days), function(customer) {
  t <- days[[customer]]
  data.frame(customer = customer, gap = c(t[-1], asOf) - t, closed = c(rep(1, length(t) - 1), 0))
}))
z <- qnorm(.975)
rhythm <- function(gaps, shares) {
  fit <- survfit(Surv(gap, closed) ~ 1, data = gaps, cluster = gaps$customer, influence = 1)
  influence <- fit$influence.surv; survival <- fit$surv; end <- min(survival); last <- length(survival)
  share <- (1 - survival) / (1 - end)
  # By the chain rule, of each customer.
  of <- -influence / (1 - end) + outer(influence[, last], (1 - survival) / (1 - end)^2)
  error <- sqrt(colSums(of^2)); yet <- 1 - share
  bound <- function(sign) ifelse(yet > 0, 1 - yet^exp(sign * z * error / (yet * abs(log(yet)))), 1)
  first <- function(values, q) fit$time[which(values >= q - 1e-12 & fit$n.event > 0)[1]]
  logEnd <- sqrt(sum(influence[, last]^2)) / end
  list(returnShare = 1 - end, returnLow = 1 - end^exp(-z * logEnd / abs(log(end))), returnHigh = 1 - end^exp(z * logEnd / abs(log(end))),
    shares = values(shares), days = values(sapply(shares, function(q) first(share, q))),
    low = values(sapply(shares, function(q) first(bound(1), q))), high = values(sapply(shares, function(q) first(bound(-1), q))),
    naive = values(as.numeric(quantile(gaps$gap[gaps$closed == 1], shares))))
}
closed <- gaps[gaps$closed == 1, ]
squares <- summary(aov(log(gap) ~ customer, data = closed))[[1]]$`Mean Sq`
n <- table(factor(closed$customer, levels = names(days)))
some <- n[n > 0]
between <- (squares[1] - squares[2]) / ((sum(some) - sum(some^2) / sum(some)) / (length(some) - 1))
k <- squares[2] / between
weight <- n / (n + k)
logs <- sapply(names(days), function(customer) mean(log(closed$gap[closed$customer == customer])))
center <- sum((weight * logs)[n > 0]) / sum(weight)
scale <- ifelse(n > 0, exp(weight * (logs - center)), 1)
scaled <- transform(gaps, gap = gap / scale[gaps$customer])
own <- rhythm(scaled, .9)$days * scale
# Returns after the first lapse, within 60 days.
returns <- do.call(rbind, lapply(days, function(t) {
  gone <- which(c(t[-1], Inf) - t > lapse)[1]
  if (is.na(gone) || t[gone] + lapse > asOf) return(NULL)
  away <- c(t, Inf)[gone + 1] - t[gone] - lapse; seen <- min(asOf - t[gone] - lapse, 60)
  data.frame(time = min(away, seen), back = as.numeric(away <= seen))
}))
back <- survfit(Surv(time, back) ~ 1, data = returns, conf.type = "log-log")
within <- summary(back, times = 60)
# Lifetimes up to the first lapse, seen until the threshold before the end.
lives <- do.call(rbind, lapply(names(days), function(customer) {
  t <- days[[customer]]
  last <- t[which(c(t[-1], Inf) - t > lapse)[1]]; seen <- asOf - lapse - t[1]
  if (seen < 0) return(NULL)
  data.frame(customer = customer, duration = min(last - t[1], seen), ended = as.numeric(last - t[1] <= seen))
}))
write(paste("purchase-rhythm.R with survival", packageVersion("survival")), asOf = asOf, lapse = lapse,
  customers = values(orders$customer), days = values(orders$day), rhythm = rhythm(gaps, c(.5, .75, .9, .95)),
  own = list(customers = values(as.numeric(names(days))), weight = values(as.numeric(weight)), days = values(as.numeric(own))),
  winBack = list(n = nrow(returns), returned = sum(returns$back), value = 1 - within$surv, low = 1 - within$upper, high = 1 - within$lower),
  lifetimes = list(customers = values(as.numeric(lives$customer)), duration = values(lives$duration), ended = values(lives$ended)))
