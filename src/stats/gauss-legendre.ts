/** Nodes and weights of the 32-point Gauss–Legendre rule on [−1, 1], the positive half: Abramowitz & Stegun table 25.4. */
export const GAUSS_LEGENDRE: readonly (readonly [node: number, weight: number])[] = [
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

/** ∫ f from `low` to `high` by that rule on each of `panels` equal parts. */
export function integral(f: (x: number) => number, low: number, high: number, panels: number): number {
  const half = (high - low) / panels / 2;
  let sum = 0;
  for (let panel = 0; panel < panels; panel += 1) {
    const middle = low + half * (2 * panel + 1);
    for (const [node, weight] of GAUSS_LEGENDRE) sum += weight * (f(middle - half * node) + f(middle + half * node));
  }
  return half * sum;
}
