import { utf8 } from '../keys';

/** What a certificate's key signs to show that it is on the device that installs the certificate. */
export function possessionStatement(platform: string, serial: string): Uint8Array {
  return utf8(`suiyin installed\0${platform}\0${serial}`);
}
