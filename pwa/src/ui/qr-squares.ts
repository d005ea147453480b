import { encode } from "uqr";

/** Dark squares of a QR code (ISO/IEC 18004), rows from the top; the light border of four belongs to it. */
export function squares(text: string): boolean[][] {
  return encode(text, { ecc: "M", border: 4 }).data;
}
