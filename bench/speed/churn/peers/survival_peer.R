# R's survival: one request as JSON a line, one reply a line. No package but survival, so that JSON is read and written by hand.
say <- function(text) {
  cat(text, "\n", sep = "")
  flush(stdout())
}
quoted <- function(text) paste0("\"", gsub("[\"\\\\[:cntrl:]]", " ", text), "\"")
number <- function(value) ifelse(is.finite(value), sprintf("%.17g", value), "null")
list_of <- function(values) paste0("[", paste(number(values), collapse = ","), "]")
object_of <- function(parts) paste0("{", paste0("\"", names(parts), "\":", parts, collapse = ","), "}")

if (!suppressWarnings(require(survival, quietly = TRUE))) {
  say(object_of(c(error = quoted("R has no package survival"))))
  quit(status = 0)
}

text_in <- function(line, field) {
  found <- regmatches(line, regexec(paste0("\"", field, "\":\"([^\"]*)\""), line))[[1]]
  if (length(found) < 2) "" else found[2]
}
numbers_in <- function(line, field) {
  found <- regmatches(line, regexec(paste0("\"", field, "\":\\[([^]]*)\\]"), line))[[1]]
  as.numeric(strsplit(found[2], ",")[[1]])
}
column <- function(folder, name, kind, size) {
  path <- file.path(folder, paste0(name, ".bin"))
  readBin(path, kind, n = file.size(path) / size, size = size)
}

rows <- data.frame()
load <- function(task, folder) {
  columns <- list(time = column(folder, "time", "double", 8), ended = column(folder, "ended", "integer", 4))
  if (task == "groups") columns$group <- column(folder, "group", "integer", 4)
  if (task == "cox") columns <- c(columns, list(x = column(folder, "x", "double", 8), z = column(folder, "z", "double", 8)))
  rows <<- as.data.frame(columns)
}

# Each runs and returns a function that tells the answer, which is not timed. With timefix, times within 1.5e-8 of each other are one.
curve <- function(timefix) function(line) {
  found <- survfit(Surv(time, ended) ~ 1, data = rows, conf.type = "log-log", timefix = timefix)
  function() {
    at <- summary(found, times = numbers_in(line, "at"))
    middle <- quantile(found, 0.5)
    c(
      survival = list_of(at$surv), low = list_of(at$lower), high = list_of(at$upper),
      median = list_of(c(middle$quantile, middle$lower, middle$upper)), errors = list_of(at$std.err)
    )
  }
}
# survdiff refuses its argument timefix in some versions.
log_rank <- function(line) {
  found <- survdiff(Surv(time, ended) ~ group, data = rows)
  function() c(statistic = number(found$chisq))
}
weibull <- function(line) {
  found <- survreg(Surv(time, ended) ~ 1, data = rows, dist = "weibull")
  function() {
    shape <- 1 / found$scale
    scale <- exp(unname(coef(found)))
    errors <- sqrt(diag(vcov(found)))
    c(values = list_of(c(shape, scale)), errors = list_of(c(shape * errors[2], scale * errors[1])))
  }
}
cox <- function(timefix) function(line) {
  found <- coxph(Surv(time, ended) ~ x + z, data = rows, ties = "efron", control = coxph.control(timefix = timefix))
  function() c(values = list_of(unname(coef(found))), errors = list_of(unname(sqrt(diag(vcov(found))))))
}
tasks <- list(
  "curve" = curve(FALSE), "curve, times rounded" = curve(TRUE),
  "log-rank" = log_rank,
  "Weibull" = weibull, "Cox" = cox(FALSE), "Cox, times rounded" = cox(TRUE)
)

version <- paste0(R.version.string, ", survival ", packageVersion("survival"))
say(object_of(c(version = quoted(version), forms = paste0("[", paste(quoted(names(tasks)), collapse = ","), "]"))))
input <- file("stdin", "r")
repeat {
  line <- readLines(input, n = 1)
  if (length(line) == 0) break
  reply <- tryCatch({
    if (text_in(line, "ask") == "load") {
      load(text_in(line, "task"), text_in(line, "folder"))
      "{}"
    } else {
      before <- proc.time()
      tell <- tasks[[text_in(line, "form")]](line)
      took <- proc.time() - before
      parts <- c(cpu = number(1000 * (took[[1]] + took[[2]])), wall = number(1000 * took[[3]]))
      if (grepl("\"wantsAnswer\":true", line)) parts <- c(parts, answer = object_of(tell()))
      object_of(parts)
    }
  }, error = function(failure) object_of(c(error = quoted(conditionMessage(failure)))))
  say(reply)
}
