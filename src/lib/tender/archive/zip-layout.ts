/** Numbers of the ZIP format: APPNOTE.TXT 6.3.10. */
export const LOCAL_HEADER = 0x04034b50;
export const LOCAL_HEADER_BYTES = 30;
export const CENTRAL_HEADER = 0x02014b50;
export const CENTRAL_HEADER_BYTES = 46;
export const END = 0x06054b50;
export const END_BYTES = 22;
export const END64 = 0x06064b50;
export const END64_BYTES = 56;
export const LOCATOR64 = 0x07064b50;
export const LOCATOR64_BYTES = 20;
/** §4.5.3: extra field with sizes and offset of 64 bits. */
export const EXTRA64 = 0x0001;
export const MAX_16 = 0xffff;
export const MAX_32 = 0xffffffff;
/** §4.4.4, bit 11: names are UTF-8. */
export const UTF8_NAMES = 0x0800;
/** §4.4.3.2: 4.5 knows ZIP64. */
export const VERSION = 45;
/** §4.4.5: the only method that is written and read here. */
export const STORED = 0;
