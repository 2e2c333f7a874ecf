/** Milliseconds that this process has computed: unlike those of a clock, they do not count the waiting for other programs. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
