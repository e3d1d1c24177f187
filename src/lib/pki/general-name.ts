import { contextTag, primitiveContextTag } from './der';
import { fields, inside, type Tlv } from './tlv';

/** A GeneralName (RFC 5280 §4.2.1.6); of the kinds that are not read here the tag only. */
export type GeneralName =
  | { kind: 'directoryName'; name: Uint8Array }
  | { kind: 'rfc822Name' | 'dNSName' | 'uniformResourceIdentifier'; text: string }
  | { kind: 'iPAddress'; bytes: Uint8Array }
  | { kind: `[${number}]` };

const TEXTS: Readonly<Record<number, 'rfc822Name' | 'dNSName' | 'uniformResourceIdentifier'>> = {
  [primitiveContextTag(1)]: 'rfc822Name',
  [primitiveContextTag(2)]: 'dNSName',
  [primitiveContextTag(6)]: 'uniformResourceIdentifier',
};

export function generalNameOf(element: Tlv): GeneralName {
  const { tag, content } = element;
  const text = TEXTS[tag];
  if (text) return { kind: text, text: String.fromCharCode(...content.subarray(0, 4096)) };
  if (tag === contextTag(4)) return { kind: 'directoryName', name: inside(element, 'directoryName').raw };
  if (tag === primitiveContextTag(7)) return { kind: 'iPAddress', bytes: content };
  return { kind: `[${tag & 0x1f}]` };
}

export function generalNamesOf(element: Tlv): GeneralName[] {
  return fields(element, 'GeneralNames').all(generalNameOf);
}
