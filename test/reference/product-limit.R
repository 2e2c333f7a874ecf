# The product-limit curve of R's survival.  Run: Rscript product-limit.R > product-limit.json
suppressMessages(library(survival))
source("json.R")
set.seed(11)
n <- 400
wait <- round(rexp(n, 1 / 60), 3); seen <- round(runif(n, 0, 120), 3)
cases <- list(
  lung = list(time = lung$time, status = as.numeric(lung$status == 2)),
  days = list(time = floor(pmin(wait, seen)), status = as.numeric(wait <= seen)),
  real = list(time = pmin(wait, seen), status = as.numeric(wait <= seen)),
  "nothing censored" = list(time = c(1, 2, 2, 3, 5, 8, 8, 8, 13, 21), status = rep(1, 10)),
  "all censored" = list(time = c(1, 2, 2, 3), status = rep(0, 4)),
  "a half over a span" = list(time = c(1, 2, 3, 4, 5, 6), status = c(1, 1, 1, 0, 0, 1)),
  "a half to the end" = list(time = c(1, 2, 3, 4), status = c(1, 1, 0, 0)),
  "at once" = list(time = c(0, 0, 0, 4, 7), status = c(1, 1, 0, 1, 0)))
curve <- function(case) {
  fit <- survfit(Surv(case$time, case$status) ~ 1, conf.type = "log-log")
  at <- c(.1, .25, .5, .75, .9)
  list(ended = values(sort(case$time[case$status == 1])), censored = values(sort(case$time[case$status == 0])),
    time = values(fit$time), atRisk = values(fit$n.risk), events = values(fit$n.event), losses = values(fit$n.censor),
    survival = values(fit$surv), logError = values(fit$std.err), low = values(fit$lower), high = values(fit$upper),
    shares = values(at), times = values(as.numeric(quantile(fit, at, conf.int = FALSE))))
}
write(paste("product-limit.R with survival", packageVersion("survival")), cases = lapply(names(cases), function(name) c(name = name, curve(cases[[name]]))))
