import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode, namedBits, oid, sequence, setOf, time, unsignedInteger, utf8String } from './der';
import { fields, isDer, readDer, toDer } from './tlv';
import { hexOf, integerOf, namedBitsOf, octetsOf, oidOf, smallIntegerOf, textOf, timeOf } from './value';

const hex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('what is written is read back, and is DER', () => {
  it('lengths of all sizes', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536]) {
      const element = readDer(encode(0x04, new Uint8Array(length)));
      expect(element.content).toHaveLength(length);
      expect(isDer(element)).toBe(true);
    }
  });

  it('numbers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (value) => {
        const element = readDer(unsignedInteger(value));
        expect(smallIntegerOf(element)).toBe(value);
        expect(isDer(element)).toBe(true);
      }),
    );
    expect(hexOf(unsignedInteger(hex('0000ff')))).toBe('020200ff');
    expect(hexOf(unsignedInteger(new Uint8Array(8)))).toBe('020100');
  });

  it('object identifiers', () => {
    const arc = fc.integer({ min: 0, max: 2 ** 40 });
    fc.assert(
      fc.property(
        fc.constantFrom('0.9', '1.2', '1.39', '2.5', '2.999'),
        fc.array(arc, { maxLength: 6 }),
        (root, arcs) => {
          const dotted = [root, ...arcs].join('.');
          expect(oidOf(readDer(oid(dotted)))).toBe(dotted);
        },
      ),
    );
  });

  it('times to the second', () => {
    const seconds = fc.integer({ min: Date.UTC(1950, 0) / 1000, max: Date.UTC(9999, 11, 31) / 1000 });
    fc.assert(
      fc.property(seconds, (second) => {
        const date = new Date(second * 1000);
        expect(timeOf(readDer(time(date)))).toEqual(date);
      }),
    );
  });

  it('texts and named bits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(textOf(readDer(utf8String(text)))).toBe(text);
      }),
    );
    expect(hexOf(namedBits(0, 1))).toBe('030206c0');
    expect(hexOf(namedBits(8))).toBe('0303070080');
    expect(namedBitsOf(readDer(namedBits(1, 5, 8)))).toEqual([1, 5, 8]);
  });

  it('sets in order', () => {
    const set = setOf([unsignedInteger(3), unsignedInteger(1), utf8String('a'), unsignedInteger(300)]);
    expect(hexOf(set)).toBe('310d 020101 020103 0202012c 0c0161'.replaceAll(' ', ''));
    expect(isDer(readDer(set))).toBe(true);
  });
});

describe('BER', () => {
  const ber = hex('3080 2480 0401aa 2404 0402bbcc 0000 0101 01 3106 020103 020101 0000');

  it('is read in pieces and of indefinite length', () => {
    const parts = fields(readDer(ber), 'test');
    expect(hexOf(octetsOf(parts.next('octets')))).toBe('aabbcc');
  });

  it('is told from DER, and made DER', () => {
    expect(isDer(readDer(ber))).toBe(false);
    expect(hexOf(toDer(readDer(ber)))).toBe('3010 0403aabbcc 0101ff 3106020101020103'.replaceAll(' ', ''));
    expect(isDer(readDer(toDer(readDer(ber))))).toBe(true);
  });

  it.each([
    ['a length with a needless octet', '048101aa'],
    ['a length with a leading zero', '04820001aa'],
    ['TRUE that is not ff', '010101'],
    ['an integer with a needless octet', '02020001'],
    ['a set out of order', '3106020103020101'],
    ['a string in pieces', '24030401aa'],
  ])('%s is not DER', (_, text) => expect(isDer(readDer(hex(text)))).toBe(false));
});

describe('values that are refused', () => {
  const malformed = expect.objectContaining({ code: 'malformed' });
  it.each([
    ['an empty integer', () => integerOf(readDer(hex('0200')))],
    ['a padded integer', () => integerOf(readDer(hex('0202007f')))],
    ['a negative small integer', () => smallIntegerOf(readDer(hex('0201ff')))],
    ['an object identifier that breaks off', () => oidOf(readDer(hex('06022a86')))],
    ['an object identifier with a padded arc', () => oidOf(readDer(hex('06032a8001')))],
    ['a thirteenth month', () => timeOf(readDer(encode(0x17, Buffer.from('261301000000Z'))))],
    ['a time without zone', () => timeOf(readDer(encode(0x17, Buffer.from('261101000000'))))],
    ['something behind the element', () => readDer(hex('050000'))],
    ['an element that breaks off', () => readDer(hex('300502'))],
    ['an element too many', () => fields(readDer(sequence(hex('0500'))), 'test').end()],
  ])('%s', (_, read) => expect(read).toThrow(malformed));
});

it('times of other zones and without seconds, as CMS writers have them', () => {
  const read = (text: string) => timeOf(readDer(encode(0x17, Buffer.from(text)))).toISOString();
  expect(read('261124083000+0800')).toBe('2026-11-24T00:30:00.000Z');
  expect(read('2611240830Z')).toBe('2026-11-24T08:30:00.000Z');
  expect(read('491231235959Z')).toBe('2049-12-31T23:59:59.000Z');
  expect(read('500101000000Z')).toBe('1950-01-01T00:00:00.000Z');
});
