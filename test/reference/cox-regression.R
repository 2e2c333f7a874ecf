# Cox models of R's survival.  Run: Rscript cox-regression.R > cox-regression.json
suppressMessages(library(survival))
source("json.R")
control <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 60)
set.seed(7)
n <- 160
x <- round(rnorm(n), 2); seats <- rpois(n, 3); plan <- sample(c("free", "pro", "team"), n, TRUE); region <- sample(c("east", "west"), n, TRUE)
wait <- rexp(n, exp(-3 + 0.5 * x - 0.2 * seats + 0.4 * (plan == "pro"))); seen <- runif(n, 5, 40)
made <- data.frame(time = ceiling(pmin(wait, seen) / 3), status = as.numeric(wait <= seen), x, seats, plan, region,
  count = sample(1:4, n, TRUE), share = round(runif(n, 0.2, 3), 2), company = sample(1:40, n, TRUE))
made$entry <- pmax(0, made$time - sample(1:9, n, TRUE))
long <- na.omit(lung[c("time", "status", "age", "sex", "ph.ecog", "inst")])
long$status <- as.numeric(long$status == 2)
veteran$celltype <- as.character(veteran$celltype)
heart$transplant <- as.numeric(as.character(heart$transplant))
frames <- list(lung = long, veteran = veteran, heart = heart, made = made)
cases <- list(
  list(name = "lung", data = "lung", covariates = list("age", "sex", "ph.ecog"), at = list(age = 50, sex = 2, ph.ecog = 1)),
  list(name = "lung, Breslow, strata", data = "lung", covariates = list("age", "ph.ecog"), ties = "breslow", strata = "sex", at = list(age = 70, ph.ecog = 0)),
  list(name = "lung, a category, clusters", data = "lung", covariates = list("age", "sex", c("ph.ecog", "0")), cluster = "inst", at = list(age = 60, sex = 1, ph.ecog = 2)),
  list(name = "veteran", data = "veteran", covariates = list("trt", c("celltype", "adeno"), "karno"), at = list(trt = 1, celltype = "squamous", karno = 60)),
  list(name = "heart", data = "heart", covariates = list("age", "surgery", "transplant"), entry = "start", at = list(age = 5, surgery = 0, transplant = 1)),
  list(name = "heart, Breslow, clusters", data = "heart", covariates = list("age", "year", "transplant"), ties = "breslow", entry = "start", cluster = "id", at = list(age = -5, year = 2, transplant = 0)),
  list(name = "ties", data = "made", covariates = list("x", "seats", c("plan", "free")), at = list(x = 1, seats = 3, plan = "team")),
  list(name = "ties, Breslow, counts", data = "made", covariates = list("x", "seats", c("plan", "free")), ties = "breslow", weight = "count", at = list(x = 1, seats = 3, plan = "team")),
  list(name = "ties, weights, strata, clusters", data = "made", covariates = list("x", c("plan", "team")), weight = "share", strata = "region", cluster = "company", at = list(x = -1, plan = "pro")),
  list(name = "ties, entries, weights, robust", data = "made", covariates = list("x", "seats"), entry = "entry", weight = "share", robust = TRUE, strata = "region", at = list(x = 0, seats = 6)))
some <- function(x, step) values(as.numeric(x)[seq(1, length(x), by = step)])
rows <- function(m, step) values(as.numeric(t(m[seq(1, nrow(m), by = step), , drop = FALSE])))
one <- function(case) {
  data <- frames[[case$data]]
  frame <- data
  names(frame)[names(frame) == "stop"] <- "time"; names(frame)[names(frame) == "event"] <- "status"
  for (v in case$covariates) if (length(v) == 2) {
    frame[[v[1]]] <- factor(as.character(frame[[v[1]]]), levels = c(v[2], sort(setdiff(unique(as.character(frame[[v[1]]])), v[2]))))
  }
  terms <- vapply(case$covariates, function(v) v[1], "")
  y <- if (is.null(case$entry)) "Surv(time, status)" else paste0("Surv(", case$entry, ", time, status)")
  right <- c(terms, if (!is.null(case$strata)) paste0("strata(", case$strata, ")"))
  frame$w <- if (is.null(case$weight)) 1 else as.numeric(frame[[case$weight]])
  frame$cl <- if (is.null(case$cluster)) seq_len(nrow(frame)) else frame[[case$cluster]]
  robust <- !is.null(case$cluster) || isTRUE(case$robust)
  formula <- as.formula(paste(y, "~", paste(right, collapse = " + ")))
  ties <- if (is.null(case$ties)) "efron" else case$ties
  fit <- eval(substitute(
    if (robust) coxph(formula, frame, weights = w, cluster = cl, ties = ties, control = control, x = TRUE)
    else coxph(formula, frame, weights = w, robust = FALSE, ties = ties, control = control, x = TRUE), list(formula = formula)))
  base <- survfit(fit); keep <- base$n.event > 0
  new <- as.data.frame(case$at)
  for (v in case$covariates) if (length(v) == 2) new[[v[1]]] <- factor(as.character(new[[v[1]]]), levels = levels(frame[[v[1]]]))
  if (!is.null(case$strata)) new[[case$strata]] <- sort(unique(frame[[case$strata]]))[2]
  # summary() and survfit() call the model's data anew
  of <- survfit(fit, newdata = new); seen <- of$n.event > 0
  zph <- lapply(c("km", "identity", "log", "rank"), function(transform) {
    z <- cox.zph(fit, transform = transform)
    list(transform = transform, statistics = values(z$table[, 1]), degreesOfFreedom = values(z$table[, 2]), pValues = values(z$table[, 3]))
  })
  z <- cox.zph(fit, transform = "km", terms = FALSE)
  # Those of one time in the order of the residuals: R's own differs from routine to routine
  raw <- as.matrix(residuals(fit, "schoenfeld"))
  part <- if (is.null(z$strata)) rep(1, nrow(z$y)) else as.numeric(z$strata)
  sorted <- order(part, z$time, z$y[, 1])
  raw <- raw[order(part, as.numeric(rownames(raw)), raw[, 1]), , drop = FALSE]
  test <- summary(fit)
  # coxph itself takes rounding of the linear predictor for differences: rows alike in all covariates must tie
  pairs <- list(y = fit$y, x = round(fit$linear.predictors, 10), weights = frame$w, reverse = TRUE)
  if (!is.null(case$strata)) pairs$strata <- frame[[case$strata]]
  if (!is.null(case$cluster)) pairs$cluster <- frame$cl
  pairs <- do.call(concordancefit, pairs)
  list(name = case$name,
    data = case$data,
    covariates = lapply(case$covariates, function(v) if (length(v) == 1) v else list(field = v[1], reference = if (is.numeric(data[[v[1]]])) as.numeric(v[2]) else v[2])),
    duration = if (is.null(data$time)) "stop" else "time", ended = if (is.null(data$status)) "event" else "status",
    ties = ties, entry = case$entry, weight = case$weight, strata = case$strata, cluster = case$cluster, robust = as.numeric(robust),
    coefficients = values(fit$coefficients), standardErrors = values(sqrt(diag(fit$var))), covariance = values(as.numeric(fit$var)),
    logLikelihood = fit$loglik[2], logLikelihoodNull = fit$loglik[1], score = fit$score, wald = fit$wald.test,
    low = values(test$conf.int[, 3]), high = values(test$conf.int[, 4]), pValues = values(test$coefficients[, ncol(test$coefficients)]),
    concordance = pairs$concordance, concordanceError = sqrt(pairs$var),
    pairs = values(if (is.matrix(pairs$count)) colSums(pairs$count)[1:3] else pairs$count[1:3]), means = values(fit$means),
    baseline = list(time = some(base$time[keep], 5), atRisk = some(base$n.risk[keep], 5), cumulativeHazard = some(base$cumhaz[keep], 5)),
    at = lapply(case$at, identity), stratum = if (is.null(case$strata)) NULL else new[[case$strata]],
    survival = list(time = some(of$time[seen], 4), survival = some(of$surv[seen], 4), low = some(of$lower[seen], 4), high = some(of$upper[seen], 4), standardError = some(of$std.err[seen], 4)),
    zph = zph, residuals = list(transformed = some(z$x, 6), scaled = rows(z$y[sorted, , drop = FALSE], 6), raw = rows(raw, 6)))
}
# R takes variances over n - 1, and half of theta
n <- nrow(long)
held <- coxph(Surv(time, status) ~ ridge(age, sex, ph.ecog, theta = 40 * (n - 1) / n, scale = TRUE), long, control = control)
ridge <- list(penalty = 20, coefficients = values(held$coefficients), standardErrors = values(sqrt(diag(held$var))), logLikelihood = held$loglik[2])
columns <- function(frame) lapply(as.list(frame), function(column) if (is.numeric(column)) values(as.numeric(column)) else lapply(as.character(column), identity))
write(paste("cox-regression.R with survival", packageVersion("survival")), data = lapply(frames, columns), ridge = ridge, cases = lapply(cases, one))
