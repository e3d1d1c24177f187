/**
 * Takes away what is too small to be print: connected places (by edges and corners) whose alpha adds up to less
 * than `leastMass` pixels.
 */
export function removeSpeckles(
  alpha: Float32Array,
  widthPx: number,
  heightPx: number,
  leastMass: number,
): Float32Array {
  const result = alpha.slice();
  const seen = new Uint8Array(alpha.length);
  const stack: number[] = [];
  for (let start = 0; start < alpha.length; start++) {
    if (seen[start] || alpha[start]! <= 0) continue;
    const members: number[] = [];
    let mass = 0;
    seen[start] = 1;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      members.push(at);
      mass += alpha[at]!;
      const x = at % widthPx;
      const y = (at - x) / widthPx;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(heightPx - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(widthPx - 1, x + 1); nx++) {
          const next = ny * widthPx + nx;
          if (seen[next] || alpha[next]! <= 0) continue;
          seen[next] = 1;
          stack.push(next);
        }
      }
    }
    if (mass < leastMass) for (const at of members) result[at] = 0;
  }
  return result;
}
