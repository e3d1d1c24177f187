/**
 * Product in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1 (FIPS 197 §4.2). Neither tables nor branches: what it takes
 * does not show in its time.
 */
export function multiply(a: number, b: number): number {
  let [product, factor] = [0, a];
  for (let bit = 0; bit < 8; bit++) {
    product ^= -((b >> bit) & 1) & factor;
    factor = ((factor << 1) ^ (-(factor >> 7) & 0x11b)) & 0xff;
  }
  return product & 0xff;
}

/** a^254, which is 1/a; 0 for 0. */
export function inverse(a: number): number {
  let [result, square] = [1, a];
  for (let step = 0; step < 7; step++) {
    square = multiply(square, square);
    result = multiply(result, square);
  }
  return result;
}
