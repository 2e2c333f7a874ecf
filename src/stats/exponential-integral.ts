import { integral } from './gauss-legendre.js';

const FRACTION_FROM = 1;
const MOST_STEPS = 500;
/** Where the integrand is e^−45 of its largest value it no longer counts. */
const NEGLIGIBLE = 45;
const PANEL = 4; // the 32-point rule is exact to the last digits on so much of the variable

/**
 * e^z E_s(z) = ∫ e^(−zu) (1 + u)^(−s) du over u from 0, the generalised exponential integral without its decay, for s ≥ 0 and z ≥ 0.
 * At z = 0 it is 1/(s − 1), or infinite for s ≤ 1.
 *
 * From z = 1 the continued fraction DLMF 8.19.17, contracted; below, the integral itself in ln(1 + u) by Gauss and Legendre's rule.
 */
export function scaledExponentialIntegral(s: number, z: number): number {
  if (z === 0) return s > 1 ? 1 / (s - 1) : Number.POSITIVE_INFINITY;
  return z >= FRACTION_FROM ? fraction(s, z) : quadrature(s, z);
}

/** 1/(z + s − s/(z + s + 2 − 2(s + 1)/(z + s + 4 − …))) by Lentz's method. */
function fraction(s: number, z: number): number {
  let denominator = z + s;
  let d = 1 / denominator;
  let c = Number.POSITIVE_INFINITY;
  let value = d;
  for (let step = 1; step <= MOST_STEPS; step += 1) {
    const numerator = -step * (s + step - 1);
    denominator += 2;
    d = 1 / (denominator + numerator * d);
    c = denominator + numerator / c;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return value;
}

function quadrature(s: number, z: number): number {
  const end = Math.log1p((NEGLIGIBLE + 8) / z);
  const length = s > 1 ? Math.min(end, NEGLIGIBLE / (s - 1)) : end;
  return integral((t) => Math.exp((1 - s) * t - z * Math.expm1(t)), 0, length, Math.ceil(length / PANEL));
}
