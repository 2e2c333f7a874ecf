# Cumulative incidences of R's survival (multi-state survfit) and of prodlim.  Run: Rscript cumulative-incidence.R > cumulative-incidence.json
suppressMessages(library(survival)); suppressMessages(library(prodlim))
source("json.R")
set.seed(8)
mgus <- with(mgus2, data.frame(time = ifelse(pstat == 1, ptime, futime), why = ifelse(pstat == 1, 1, ifelse(death == 1, 2, 0))))
n <- 90
late <- round(runif(n, 0, 20)); gone <- late + 1 + round(rexp(n, 1 / 15))
some <- rep(c(1, 2, 0, 3, 1), 18)
counts <- rep(c(1, 3, 2), 30)
cases <- list(
  mgus2 = mgus,
  ties = data.frame(time = c(1, 1, 1, 2, 2, 2, 3, 3, 4, 4), why = c(1, 2, 0, 1, 1, 2, 2, 0, 1, 0)),
  "the last are ends" = data.frame(time = c(1, 2, 2, 3, 5, 5), why = c(2, 1, 0, 1, 1, 2)),
  "one reason" = data.frame(time = lung$time, why = ifelse(lung$status == 2, 1, 0)),
  "whole weights" = data.frame(time = gone, why = some, weight = counts),
  "left truncated" = data.frame(time = gone, why = some, entry = late))
bands <- function(fit) lapply(seq_len(ncol(fit$pstate))[-1], function(k) list(low = values(fit$lower[, k]), high = values(fit$upper[, k])))
reference <- function(name) {
  case <- cases[[name]]
  w <- if (is.null(case$weight)) rep(1, nrow(case)) else case$weight
  all <- case[rep(seq_len(nrow(case)), w), ]
  all$id <- seq_len(nrow(all))
  state <- factor(all$why, 0:max(all$why))
  response <- if (is.null(all$entry)) Surv(all$time, state) else Surv(all$entry, all$time, state)
  fits <- lapply(c("log-log", "log", "plain"), function(type) survfit(response ~ 1, id = all$id, conf.type = type))
  f <- fits[[1]]
  reasons <- lapply(seq_len(max(all$why)), function(k) {
    peer <- NULL
    if (is.null(all$entry) && max(all$why) > 1) {
      p <- prodlim(Hist(time, why) ~ 1, data = all)
      peer <- list(peerError = values(p$se.cuminc[[as.character(k)]][match(f$time, p$time)]))
    }
    c(list(events = sum(all$why == k), incidence = values(f$pstate[, k + 1]), standardError = values(f$std.err[, k + 1]),
      bands = list("log-log" = bands(fits[[1]])[[k]], log = bands(fits[[2]])[[k]], plain = bands(fits[[3]])[[k]])), peer)
  })
  c(list(name = name, duration = values(case$time), why = values(case$why)),
    if (!is.null(case$entry)) list(entry = values(case$entry)), if (!is.null(case$weight)) list(weight = values(case$weight)),
    list(time = values(f$time), survival = values(f$pstate[, 1]), reasons = reasons))
}
write(paste("cumulative-incidence.R with survival", packageVersion("survival"), "and prodlim", packageVersion("prodlim")), cases = lapply(names(cases), reference))
