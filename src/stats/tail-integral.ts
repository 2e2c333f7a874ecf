// Nodes and weights of the 32-point Gauss–Legendre rule on [−1, 1], the positive half: Abramowitz & Stegun table 25.4.
const RULE: readonly (readonly [node: number, weight: number])[] = [
  [0.9972638618494816, 0.007018610009470096],
  [0.9856115115452684, 0.01627439473090567],
  [0.9647622555875064, 0.02539206530926206],
  [0.9349060759377397, 0.03427386291302143],
  [0.8963211557660521, 0.04283589802222668],
  [0.84936761373257, 0.050998059262376175],
  [0.7944837959679424, 0.058684093478535544],
  [0.7321821187402897, 0.06582222277636185],
  [0.6630442669302152, 0.0723457941088485],
  [0.5877157572407623, 0.07819389578707031],
  [0.5068999089322294, 0.08331192422694675],
  [0.42135127613063533, 0.08765209300440381],
  [0.33186860228212767, 0.09117387869576389],
  [0.23928736225213706, 0.09384439908080457],
  [0.1444719615827965, 0.09563872007927486],
  [0.04830766568773832, 0.0965400885147278],
];

// e^−38 is below half a unit in the last place of 1.
const NEGLIGIBLE = 38;

/**
 * ∫ e^(−fall(h)) dh from h = 0 to the end of the tail (at most `reach`), for a fall that starts at 0 as about slope·h + curvature·h²/2.
 *
 * The tail of a density with large parameters, divided by the density where the tail begins: all terms are positive, and
 * the work does not grow with the parameters as that of series and continued fractions does.
 */
export function tailIntegral(fall: (h: number) => number, slope: number, curvature: number, reach: number): number {
  const end = Math.min(reach, endOfTail(fall, slope, curvature));
  const half = end / 2;
  let sum = 0;
  for (const [node, weight] of RULE)
    sum += weight * (Math.exp(-fall(half * (1 - node))) + Math.exp(-fall(half * (1 + node))));
  return half * sum;
}

/** Where the fall has become so deep that nothing follows: the root of the parabola, moved out while a skewed tail is still above it. */
function endOfTail(fall: (h: number) => number, slope: number, curvature: number): number {
  let end = (2 * NEGLIGIBLE) / (slope + Math.sqrt(slope * slope + 2 * NEGLIGIBLE * curvature));
  for (let step = 0; step < 50 && fall(end) < NEGLIGIBLE; step += 1) end *= 1.1;
  return end;
}
