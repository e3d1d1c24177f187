/** The little of fontkit that the glyph generator uses; the package carries no types. */
declare module 'fontkit' {
  export interface FontPathCommand {
    command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath';
    args: number[];
  }
  export interface FontGlyph {
    advanceWidth: number;
    path: { commands: FontPathCommand[] };
  }
  export interface Font {
    unitsPerEm: number;
    characterSet: number[];
    glyphForCodePoint(codePoint: number): FontGlyph;
  }
  export function create(bytes: Uint8Array): Font;
}
