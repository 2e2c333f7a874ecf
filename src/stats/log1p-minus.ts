/**
 * u − ln(1 + u), at full relative precision also where the two nearly cancel.
 *
 * With r = u/(2 + u), ln(1 + u) = 2 artanh r, so that the difference is r (u − 2r² (1/3 + r²/5 + r⁴/7 + …)).
 */
export function minusLog1p(u: number): number {
  if (u < -0.6 || u > 1.6) return u - Math.log1p(u);
  const r = u / (2 + u);
  const square = r * r;
  let sum = 0;
  let power = 1;
  for (let odd = 3; power > 1e-18; odd += 2) {
    sum += power / odd;
    power *= square;
  }
  return r * (u - 2 * square * sum);
}

/** r − 1 − ln r for the ratio r = 1 + u; both are asked for since neither gives the other without loss. */
export function ratioDeviance(ratio: number, u: number): number {
  return Math.abs(u) < 0.6 ? minusLog1p(u) : u - Math.log(ratio);
}
