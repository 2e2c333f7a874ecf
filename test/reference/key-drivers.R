# Importance of the items of R's data set attitude (Chatterjee and Price 1977) for the overall rating, from lm() alone.
# Run: Rscript key-drivers.R > key-drivers.json
source("json.R")
items <- names(attitude)[-1]; p <- length(items)
r2 <- function(set) if (length(set) == 0) 0 else summary(lm(reformulate(set, "rating"), attitude))$r.squared
subsets <- lapply(0:(2^p - 1), function(k) items[bitwAnd(k, 2^(0:(p - 1))) > 0])
R <- vapply(subsets, r2, 0)
lmg <- vapply(seq_len(p), function(i) {
  without <- which(!vapply(subsets, function(s) items[i] %in% s, TRUE))
  sum(vapply(without, function(k) { s <- length(subsets[[k]]); factorial(s) * factorial(p - s - 1) / factorial(p) * (R[k + 2^(i - 1)] - R[k]) }, 0))
}, 0)
partial <- vapply(items, function(i) { rest <- setdiff(items, i)
  cor(resid(lm(reformulate(rest, "rating"), attitude)), resid(lm(reformulate(rest, i), attitude))) }, 0)
X <- scale(as.matrix(attitude[items])); y <- scale(attitude$rating)
s <- svd(X / sqrt(nrow(X) - 1)); Z <- s$u %*% t(s$v)            # Johnson 2000: the nearest orthogonal variables
beta <- crossprod(Z, y / sqrt(nrow(X) - 1)); lambda <- s$v %*% diag(s$d) %*% t(s$v)
weights <- as.vector(lambda^2 %*% beta^2)
# The portfolio of customer satisfaction, with the angle by its cosine.
deviation <- function(v) 50 + 10 * (v - mean(v)) / sqrt(mean((v - mean(v))^2))
x <- deviation(as.vector(cor(attitude[items], attitude$rating))) - 50; v <- deviation(unname(colMeans(attitude[items]))) - 50
distance <- sqrt(x^2 + v^2); angle <- acos((x - v) / sqrt(2) / distance) * 180 / pi
write("key-drivers.R", distance = values(distance), angle = values(angle), improvementIndex = values(distance * (90 - angle) / 90), data = lapply(attitude, function(x) as.list(as.numeric(x))), items = as.list(items), rSquared = r2(items),
  correlation = values(as.vector(cor(attitude[items], attitude$rating))), partialCorrelation = values(unname(partial)),
  beta = values(unname(coef(lm(y ~ X))[-1])), shapley = values(lmg), relativeWeights = values(weights), satisfaction = values(unname(colMeans(attitude[items]))))
