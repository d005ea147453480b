import jsqr from "jsqr";
import { expect, test } from "vitest";
import { squares } from "../../../pwa/src/ui/qr-squares.ts";

const SCALE = 4;

test("another phone's camera reads what was written", () => {
  for (const text of ["https://alongside.example/join#7KM2Q9XD", "http://localhost:8000/join#0Z0ZJ189"]) {
    const rows = squares(text);
    const side = rows.length * SCALE;
    const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++)
        if (rows[Math.floor(y / SCALE)]?.[Math.floor(x / SCALE)])
          pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
    expect(jsqr(pixels, side, side)?.data).toBe(text);
  }
});

test("it has the light border that cameras need", () => {
  const rows = squares("7KM2Q9XD");
  for (const row of [...rows.slice(0, 4), ...rows.slice(-4)]) expect(row).not.toContain(true);
});
