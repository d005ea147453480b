import type { ComponentChildren } from "preact";

interface ButtonProps {
  children: ComponentChildren;
  onPress?: () => void;
  /** One primary button a page; every other one is second. */
  kind?: "first" | "second";
  submit?: boolean;
  disabled?: boolean;
  label?: string;
}

export function Button({ children, onPress, kind = "second", submit, disabled, label }: ButtonProps) {
  return (
    <button
      type={submit ? "submit" : "button"}
      class={kind === "first" ? "nhsuk-button" : "nhsuk-button nhsuk-button--secondary"}
      onClick={onPress}
      disabled={disabled}
      aria-label={label}
    >
      {children}
    </button>
  );
}

/** Reads as a link, acts as a button. */
export function Plain({ children, onPress, label }: Pick<ButtonProps, "children" | "onPress" | "label">) {
  return (
    <button type="button" class="plain" onClick={onPress} aria-label={label}>
      {children}
    </button>
  );
}

/** Two ways on of equal size and colour: neither is the one we hope for. */
export function Equal({ children }: { children: ComponentChildren }) {
  return <div class="equal">{children}</div>;
}
