import { describe, expect, it } from 'vitest';
import { signatureShell, SignedTail } from './signature';

function tailWith(room: number): { tail: SignedTail; before: number } {
  const shell = signatureShell({ signedDataBytes: room, signerName: 'n', signingTime: new Date(0) });
  const [head, middle, end] = ['/ByteRange', '/Contents', '>>\n%%EOF\n'].map((text) =>
    new TextEncoder().encode(text),
  );
  const parts = [head!, shell.byteRange.bytes, middle!, shell.contents.bytes, end!];
  const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
  const before = 1_000_000;
  const byteRange = before + head!.length;
  const contents = byteRange + shell.byteRange.bytes.length + middle!.length;
  return { tail: new SignedTail(bytes, before, shell, { byteRange, contents }), before };
}

describe('the signed tail', () => {
  it('names exactly all bytes but /Contents, in a range that keeps its size', () => {
    const { tail, before } = tailWith(4);
    const text = Buffer.from(tail.bytes).toString('latin1');
    const range = /\[([\d ]+)\]/.exec(text)![1]!.trim().split(' ').map(Number);
    const [start, lengthBefore, afterGap, lengthAfter] = range as [number, number, number, number];
    expect(start).toBe(0);
    expect(text.slice(lengthBefore - before, afterGap - before)).toBe('<00000000>');
    expect(afterGap + lengthAfter).toBe(before + tail.bytes.length);
    const [first, second] = tail.signed;
    expect([first.length + before, second.length]).toEqual([lengthBefore, lengthAfter]);
  });

  it('takes the CMS as hex, padded with zeros, and none that has no room', () => {
    const { tail } = tailWith(4);
    tail.fill(Uint8Array.of(0x30, 0x0a, 0xff));
    expect(Buffer.from(tail.bytes).toString('latin1')).toContain('<300aff00>');
    expect(() => tail.fill(new Uint8Array(5))).toThrow(RangeError);
  });
});
