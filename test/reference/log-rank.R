# Log-rank tests of R's survival.  Run: Rscript log-rank.R > log-rank.json
suppressMessages(library(survival))
source("json.R")
set.seed(5)
n <- 300
wait <- rexp(n, 1 / 40); seen <- runif(n, 0, 90)
made <- data.frame(time = ceiling(pmin(wait, seen) / 5), status = as.numeric(wait <= seen),
  group = sample(c("a", "b", "c", "d"), n, TRUE), strata = sample(c("x", "y", "z"), n, TRUE))
lung$ph.ecog[is.na(lung$ph.ecog)] <- 1
cases <- list(
  "lung by sex" = list(time = lung$time, status = as.numeric(lung$status == 2), group = lung$sex),
  "lung by ECOG score" = list(time = lung$time, status = as.numeric(lung$status == 2), group = lung$ph.ecog),
  "lung by sex within ECOG scores" = list(time = lung$time, status = as.numeric(lung$status == 2), group = lung$sex, strata = lung$ph.ecog),
  "veteran by treatment" = list(time = veteran$time, status = veteran$status, group = veteran$trt),
  "veteran by cell type" = list(time = veteran$time, status = veteran$status, group = as.character(veteran$celltype)),
  "four groups, ties" = list(time = made$time, status = made$status, group = made$group),
  "four groups, ties, strata" = list(time = made$time, status = made$status, group = made$group, strata = made$strata),
  "a small p-value" = list(time = c(1:60, 61:120), status = rep(1, 120), group = rep(c(1, 2), each = 60)))
totals <- function(x) values(if (is.matrix(x)) rowSums(x) else as.numeric(x))
one <- function(case, rho) {
  fit <- if (is.null(case$strata)) survdiff(Surv(time, status) ~ group, data = case, rho = rho)
    else survdiff(Surv(time, status) ~ group + strata(strata), data = case, rho = rho)
  list(observed = totals(fit$obs), expected = totals(fit$exp), statistic = fit$chisq, pValue = fit$pvalue)
}
write(paste("log-rank.R with survival", packageVersion("survival")), cases = lapply(names(cases), function(name) {
  case <- cases[[name]]
  list(name = name, duration = values(case$time), ended = values(case$status),
    group = if (is.character(case$group)) lapply(case$group, identity) else values(case$group),
    strata = if (is.null(case$strata)) NULL else if (is.character(case$strata)) lapply(case$strata, identity) else values(case$strata),
    logRank = one(case, 0), peto = one(case, 1))
}))
