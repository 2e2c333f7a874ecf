# Two samples compared by R.  Run: Rscript compare-means.R > compare-means.json
source("json.R")
set.seed(7)
extra1 <- sleep$extra[1:10]; extra2 <- sleep$extra[11:20]
pairs <- list(
  list(c(10, 12, 9, 11), c(14, 13, 15, 12)), list(extra1, extra2), list(morley$Speed[1:20], morley$Speed[21:40]),
  list(c(1.1, 2.2), c(3.3, 0.4, 7)), list(c(0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46), c(1.15, 0.88, 0.90, 0.74, 1.21)),
  list(round(rnorm(60), 4), round(rnorm(55, .4), 4)), list(sample(0:10, 300, TRUE), sample(2:10, 200, TRUE)),
  list(round(rexp(30), 5), round(rexp(49), 5)), list(c(5, 5, 5), c(6, 7, 8)), list(c(1, 2, 3), c(14, 15.5, 16)))
test <- function(t, estimate) list(statistic = as.numeric(t$statistic), parameter = as.numeric(t$parameter), pValue = t$p.value,
  interval = as.numeric(t$conf.int), difference = estimate, standardError = if (is.null(t$stderr)) NA else as.numeric(t$stderr))
cases <- lapply(pairs, function(p) {
  a <- p[[1]]; b <- p[[2]]
  w <- suppressWarnings(wilcox.test(b, a))
  exact <- length(a) < 50 && length(b) < 50 && !any(duplicated(c(a, b)))
  ordered <- sort(outer(b, a, "-"))
  index <- qwilcox(.025, length(b), length(a))
  list(a = values(a), b = values(b), welch = test(t.test(b, a), mean(b) - mean(a)), student = test(t.test(b, a, var.equal = TRUE), mean(b) - mean(a)),
    paired = if (length(a) == length(b)) test(t.test(b, a, paired = TRUE), mean(b - a)) else NULL,
    "mann-whitney" = list(statistic = as.numeric(w$statistic), pValue = w$p.value, difference = median(ordered), exact = as.numeric(exact),
      interval = if (exact && index > 0) c(ordered[index], ordered[length(ordered) - index + 1]) else if (exact) NULL else
        as.numeric(suppressWarnings(wilcox.test(b, a, conf.int = TRUE))$conf.int)))
})
write("compare-means.R", cases = cases)
