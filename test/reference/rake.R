# Weights by raking, from the package survey.  Run: Rscript rake.R > rake.json
suppressMessages(library(survey))
source("json.R")
genders <- c("female", "male"); ages <- c("young", "middle", "old"); regions <- c("1", "2", "3", "4")
# A sample without a random generator: the numbers 0-119, spread over the categories unevenly.
i <- 0:119
rows <- data.frame(gender = genders[1 + ((i * 7 + i %/% 5) %% 5 >= 3)], age = ages[1 + (i * i %% 11) %% 3], region = regions[1 + (i * 13 %% 17) %% 4])
targets <- list(gender = c(female = .52, male = .48), age = c(young = .25, middle = .4, old = .35), region = c("1" = .2, "2" = .2, "3" = .25, "4" = .35))
n <- nrow(rows)
design <- svydesign(ids = ~1, weights = ~1, data = cbind(rows, one = 1))
frame <- function(name) { d <- data.frame(names(targets[[name]]), Freq = n * unname(targets[[name]])); names(d)[1] <- name; d }
raked <- rake(design, list(~gender, ~age, ~region), lapply(names(targets), frame), control = list(maxit = 5000, epsilon = 1e-11))
write(paste("rake.R with survey", packageVersion("survey")),
  rows = lapply(rows, function(x) as.list(unname(as.character(x)))),
  targets = lapply(targets, as.list), weights = values(unname(weights(raked))))
