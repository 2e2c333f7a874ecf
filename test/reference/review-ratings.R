# Bühlmann-Straub credibility of ratings by item, from the package actuar.  Run: Rscript review-ratings.R > review-ratings.json
suppressMessages(library(actuar))
source("json.R")
ratings <- list(tea = c(5, 5, 4, 5, 4, 5, 3), cup = c(5, 4), pot = c(1, 2, 1, 3, 2), can = c(3, 4, 3, 5, 2, 4, 4, 3, 3, 4, 4, 3), jar = c(4, 4, 5))
size <- max(lengths(ratings))
padded <- t(vapply(ratings, function(x) c(x, rep(NA, size - length(x))), numeric(size)))
weights <- ifelse(is.na(padded), NA, 1)
data <- data.frame(item = seq_along(ratings), padded, weights)
names(data) <- c("item", paste0("r", 1:size), paste0("w", 1:size))
fit <- cm(~item, data, ratios = r1:r12, weights = w1:w12, method = "Buhlmann-Gisler")
write(paste("review-ratings.R with actuar", packageVersion("actuar")), ratings = lapply(ratings, as.list), mean = fit$means$portfolio,
  betweenVariance = fit$unbiased[[1]], withinVariance = fit$unbiased[[2]], credibility = values(as.vector(unlist(fit$cred))), shrunk = values(as.vector(predict(fit))))
