/** Fail unless both are the same, as JSON has them. */
export function expectEqual<T>(actual: T, expected: T): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`${is} is not ${should}`);
}

/** Return a value that must be there. */
export function expectThere<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("Something is missing.");
  return value;
}

/** Never called: a union that a switch does not exhaust does not compile. */
export function neverHappens(value: never): never {
  throw new Error(`${JSON.stringify(value)} was not foreseen.`);
}

declare const process: { readonly argv: readonly string[] };

/** The endpoint's address, which the test gives. */
export const url = expectThere(process.argv[2]);
