import { refuseOverflow } from './exact-sum.js';
import type { Expression, Scalar, Test } from './expression.js';

/** The inputs of the batch at hand, one vector each. Held in one object, so that compiled expressions see each new batch. */
export type Inputs = Record<string, ArrayLike<unknown>>;

/** An expression made ready: the value at row i of the batch. */
export type Evaluate = (i: number) => unknown;

/** Turns an expression into a function of the row, over inputs that change from batch to batch. */
export function evaluator(expression: Expression, inputs: Inputs): Evaluate {
  if (typeof expression !== 'object') return () => expression;
  switch (expression.kind) {
    case 'input': {
      const { name } = expression;
      return (i) => inputs[name]?.[i];
    }
    case 'arithmetic':
      return arithmetic(
        expression.operator,
        expression.terms.map((term) => evaluator(term, inputs)),
      );
    default:
      return tester(expression, inputs);
  }
}

function tester(test: Test, inputs: Inputs): (i: number) => boolean {
  switch (test.kind) {
    case 'compare': {
      const [left, right] = [evaluator(test.left, inputs), evaluator(test.right, inputs)];
      const { operator } = test;
      // Inputs are valid and present by the time an expression sees them: both sides are scalars.
      return (i) => holds(left(i) as Scalar, operator, right(i) as Scalar);
    }
    case 'between': {
      const of = evaluator(test.of, inputs);
      const { low, high } = test;
      return (i) => {
        const value = of(i) as number;
        return value >= low && value <= high;
      };
    }
    case 'oneOf': {
      const of = evaluator(test.of, inputs);
      const values = new Set<unknown>(test.values);
      return (i) => values.has(of(i));
    }
    case 'not': {
      const inner = tester(test.test, inputs);
      return (i) => !inner(i);
    }
    default: {
      const tests = test.tests.map((inner) => tester(inner, inputs));
      return test.kind === 'and' ? (i) => tests.every((inner) => inner(i)) : (i) => tests.some((inner) => inner(i));
    }
  }
}

function arithmetic(operator: '+' | '-' | '*', terms: readonly Evaluate[]): Evaluate {
  // Inputs are finite numbers.
  const [first = () => 0, ...rest] = terms as readonly Operand[];
  const value = rest.reduce((left, right) => operation(operator, left, right), first);
  return (i) => {
    const result = value(i);
    return Number.isFinite(result) ? result : refuseOverflow('an expression');
  };
}

type Operand = (i: number) => number;

function operation(operator: '+' | '-' | '*', left: Operand, right: Operand): Operand {
  if (operator === '+') return (i) => left(i) + right(i);
  return operator === '-' ? (i) => left(i) - right(i) : (i) => left(i) * right(i);
}

function holds(left: Scalar, operator: '=' | '<' | '<=' | '>' | '>=', right: Scalar): boolean {
  switch (operator) {
    case '=':
      return left === right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    default:
      return left >= right;
  }
}
