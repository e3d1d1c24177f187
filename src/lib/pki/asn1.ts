/** ASN.1 for objects of other folders: writing DER and reading it back strictly. */
export {
  bitString,
  contextTag,
  encode,
  octetString,
  oid,
  sequence,
  TAG,
  unsignedInteger,
  utf8String,
} from './der';
export { fields, inside, isDer, readDer, type Tlv } from './tlv';
export { bitsOf, octetsOf, oidOf, smallIntegerOf, timeOf } from './value';
