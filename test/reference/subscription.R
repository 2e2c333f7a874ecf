# Deliveries of subscriptions, and how many customers reach each, by R's survival.  Run: Rscript subscription.R > subscription.json
suppressMessages(library(survival))
source("json.R")
set.seed(23)
day <- 86400000
start <- as.numeric(as.POSIXct("2024-01-01", tz = "UTC")) * 1000
asOf <- start + 420 * day; every <- 30; grace <- 4; upTo <- 12
subscriptions <- do.call(rbind, lapply(seq_len(250), function(customer) {
  first <- start + floor(runif(1, 0, 400 * day))
  count <- 1 + rgeom(1, .18)
  times <- first + day * every * (seq_len(count) - 1) + c(0, floor(runif(count - 1, 0, 3 * day)))
  data.frame(customer = customer, first = first, time = times)
}))
seen <- subscriptions[subscriptions$time <= asOf, ]
first <- tapply(seen$first, seen$customer, min); had <- tapply(seen$time, seen$customer, length)
due <- pmin(upTo, 1 + pmax(0, floor((asOf - first - grace * day) / (every * day))))
lost <- had < due
fit <- survfit(Surv(ifelse(lost, had + 1, due), as.numeric(lost)) ~ 1, conf.type = "log-log")
at <- summary(fit, times = 2:upTo, extend = TRUE)
write(paste("subscription.R with survival", packageVersion("survival")), asOf = asOf, every = every, grace = grace, upTo = upTo,
  customers = values(seen$customer), times = values(seen$time),
  due = values(vapply(1:upTo, function(k) sum(due >= k), 0)), reached = values(vapply(1:upTo, function(k) sum(due >= k & had >= k), 0)),
  previous = values(vapply(1:upTo, function(k) sum(due >= k & had >= k - 1), 0)),
  survival = values(at$surv), low = values(at$lower), high = values(at$upper))
