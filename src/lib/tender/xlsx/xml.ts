import { WorkbookError } from './error';

/** A piece of XML as it comes; names are local ones, without the prefix of their namespace. */
export type XmlToken =
  | { type: 'open'; name: string; attributes: string }
  | { type: 'close'; name: string }
  | { type: 'text'; text: string };

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Walks through the XML of a part of a workbook. An element without content is opened and closed.
 *
 * @throws WorkbookError `damaged` where a tag has no end, and for a document type: workbooks have none (ECMA-376 part 2,
 *   §8.1.4), and entities of one's own are what makes a small file a huge one
 */
export function* tokensOf(xml: string): Generator<XmlToken> {
  let at = 0;
  while (at < xml.length) {
    const start = xml.indexOf('<', at);
    const textEnd = start === -1 ? xml.length : start;
    if (textEnd > at) yield { type: 'text', text: unescaped(xml.slice(at, textEnd)) };
    if (start === -1) return;
    if (xml.startsWith('<!--', start)) at = after(xml, '-->', start + 4);
    else if (xml.startsWith('<?', start)) at = after(xml, '?>', start);
    else if (xml.startsWith('<![CDATA[', start)) {
      at = after(xml, ']]>', start);
      yield { type: 'text', text: xml.slice(start + 9, at - 3) };
    } else if (xml.startsWith('<!', start)) throw new WorkbookError('damaged');
    else {
      const end = tagEnd(xml, start + 1);
      at = end + 1;
      yield* tag(xml.slice(start + 1, end));
    }
  }
}

function* tag(inside: string): Generator<XmlToken> {
  if (inside.startsWith('/')) {
    yield { type: 'close', name: local(inside.slice(1).trim()) };
    return;
  }
  const isEmpty = inside.endsWith('/');
  const [full] = /^[^\s/]*/.exec(inside)!;
  const name = local(full);
  yield { type: 'open', name, attributes: inside.slice(full.length, isEmpty ? -1 : undefined) };
  if (isEmpty) yield { type: 'close', name };
}

/** @returns the value of an attribute by its local name */
export function attribute(attributes: string, name: string): string | undefined {
  for (const [, key, quoted] of attributes.matchAll(/([^\s=]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
    if (local(key!) === name) return unescaped(quoted!.slice(1, -1));
  }
  return undefined;
}

/** A text for the content of an element or for an attribute; what XML cannot hold as ECMA-376 §22.9.2.19 writes it. */
export function escaped(text: string): string {
  return (
    text
      .replaceAll(/_x[\dA-Fa-f]{4}_/g, '_x005F$&')
      // eslint-disable-next-line no-control-regex -- these are what XML 1.0 §2.2 leaves out, and what parsers make blanks of
      .replaceAll(/[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]/g, (char) => {
        return `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
      })
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}

/** What `_x000D_` and its like stand for. */
export function withoutCodes(text: string): string {
  return text.replaceAll(/_x([\dA-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(#x[\dA-Fa-f]{1,6}|#\d{1,7}|\w{1,8});/g, (whole, entity: string) => {
    if (!entity.startsWith('#')) return ENTITIES[entity] ?? whole;
    const code = entity.startsWith('#x') ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function after(xml: string, end: string, from: number): number {
  const found = xml.indexOf(end, from);
  if (found === -1) throw new WorkbookError('damaged');
  return found + end.length;
}

/** A `>` within the quotes of an attribute ends nothing. */
function tagEnd(xml: string, from: number): number {
  let quote: string | undefined;
  for (let at = from; at < xml.length; at++) {
    const char = xml[at]!;
    if (quote !== undefined) {
      if (char === quote) quote = undefined;
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at;
  }
  throw new WorkbookError('damaged');
}
