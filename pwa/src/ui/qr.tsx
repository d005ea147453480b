import { squares } from "./qr-squares.ts";

/** A code for another phone's camera: dark on light in every look, or cameras would not read it. */
export function Qr({ text, label }: { text: string; label: string }) {
  const rows = squares(text);
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return (
    <svg class="qr" viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={label}>
      <rect width={rows.length} height={rows.length} fill="#fff" />
      <path d={path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}
