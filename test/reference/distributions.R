# The same distributions as R computes them: a second witness beside the 60-digit values, for conventions more than for digits.
# Run: Rscript distributions.R > distributions.json
source("json.R")
p <- c(1e-100, 1e-8, 0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 0.9999)
grid <- function(name, call, first, second) {
  rows <- list()
  for (i in seq_along(first)) for (x in p) rows[[length(rows) + 1]] <- values(c(x, first[i], second[i], call(x, first[i], second[i])))
  setNames(list(rows), name)
}
write("distributions.R", quantiles = c(
  grid("normal", qnorm, c(0, 5), c(1, 2.5)),
  grid("studentT", function(p, df, unused) qt(p, df), c(1, 4.5, 30, 2000), rep(0, 4)),
  grid("chiSquared", function(p, df, unused) qchisq(p, df), c(1, 5, 40, 3000), rep(0, 4)),
  grid("gamma", qgamma, c(0.5, 3, 60), c(1, 4, 0.1)),
  grid("beta", qbeta, c(0.5, 2, 30, 400), c(0.5, 7, 3, 900))))
