// Texts whose contrast to what is behind them is below WCAG 2.2 AA (4.5 to 1).
export function faint(page) {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const rgba = (color) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      return canvas.getImageData(0, 0, 1, 1).data;
    };
    const luminance = (color) => {
      const [r, g, b] = [...rgba(color)].slice(0, 3).map((v) => {
        const c = v / 255;
        return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (e) => {
      for (let at = e; at; at = at.parentElement) {
        const color = getComputedStyle(at).backgroundColor;
        if (rgba(color)[3] > 0) return color;
      }
      return 'Canvas';
    };
    // System colours depend on the scheme, which a canvas does not know: an element resolves them.
    const resolved = (color) => {
      const probe = document.createElement('i');
      probe.style.color = color;
      document.body.append(probe);
      const text = getComputedStyle(probe).color;
      probe.remove();
      return text;
    };
    const texts = [...document.querySelectorAll('body *')].filter(
      (e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()),
    );
    return texts
      .map((e) => {
        const [one, two] = [luminance(getComputedStyle(e).color), luminance(resolved(behind(e)))];
        const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
        return [ratio, `${e.tagName} ${e.className} "${e.textContent.slice(0, 30)}" ${ratio.toFixed(1)}`];
      })
      .filter(([ratio]) => ratio < 4.5)
      .map(([, what]) => what);
  });
}
