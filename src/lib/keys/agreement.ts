/** X25519 (RFC 7748), by WebCrypto's name. */
export const AGREEMENT: Algorithm = { name: 'X25519' };

/** Makes a key pair to be sealed to. The private key can be exported, to be wrapped. */
export async function generateAgreementKey(): Promise<CryptoKeyPair> {
  return (await crypto.subtle.generateKey(AGREEMENT, true, ['deriveBits'])) as CryptoKeyPair;
}
