// Every map of the site, on Leaflet. The list beside a map, its points and the card share one
// selection, which stands in the address. What is drawn here stands there as SVG before.

const L = window.L;
const data = JSON.parse(document.getElementById("map-data").textContent);
const stage = document.querySelector("[data-map]");
const panel = document.querySelector("[data-map-card]");
const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const MANY = 40; // with more points none has its name beside it, and Tab passes them by
const rank = ["off", "info", "ok", "warn", "stop"];

/** An element of SVG or HTML from a string that holds no words of people. */
function symbol(level, more = "") {
  return `<svg class="map-mark ${more}" viewBox="-18 -18 36 36" width="36" height="36" aria-hidden="true">
    <circle class="mp-ring" r="16"/><circle class="mp-pick" r="16"/>
    <use class="mp-${level}" href="#map-${level}" x="-12" y="-12" width="24" height="24"/></svg>`;
}

function iconOf([, , , level, label, approximate]) {
  const holder = document.createElement("div");
  holder.innerHTML = symbol(level, approximate ? "is-approximate" : "");
  if (data.points.length <= MANY) {
    const name = document.createElement("span");
    name.className = "map-name";
    name.textContent = label;
    holder.append(name);
  }
  return L.divIcon({ html: holder, className: approximate ? "map-point is-ringed" : "map-point", iconSize: [36, 36] });
}

class PointMap {
  constructor() {
    this.markers = new Map();
    this.areas = new Map();
    this.chosen = "";
    const picture = stage.querySelector("svg");
    this.map = L.map(stage, {
      zoomControl: false,
      attributionControl: Boolean(data.tiles),
      zoomAnimation: !still,
      fadeAnimation: !still,
      markerZoomAnimation: !still,
      inertia: !still,
      zoomSnap: 0.25,
      minZoom: 4,
      maxZoom: data.tiles ? 18 : 15,
      maxBounds: [[50, -6], [74, 42]],
      // Who scrolls past the map does not mean to zoom; buttons, keys and two fingers do.
      scrollWheelZoom: false,
    });
    L.control.zoom({ position: "bottomright", zoomInTitle: data.words.in, zoomOutTitle: data.words.out }).addTo(this.map);
    this.map.attributionControl?.setPrefix(false);
    this.map.createPane("ground").classList.add("map-ground");
    this.fit();
    this.readAreas().then(() => picture?.remove());
    this.addPoints();
    this.map.on("zoomend moveend resize", () => this.placeNames());
  }

  fit() {
    this.map.fitBounds(data.bounds, { animate: false, padding: stage.clientWidth > 500 ? [48, 48] : [28, 28] });
  }

  /** The outlines, in the order in which they lie upon each other. */
  async readAreas() {
    if (data.tiles) {
      stage.classList.add("is-tiled");
      L.tileLayer(data.tiles[0], { attribution: data.tiles[1], maxZoom: 18 }).addTo(this.map);
    }
    const read = await Promise.all(data.layers.map(([, url]) => fetch(url).then((answer) => answer.json())));
    const homes = new Set(data.homes);
    const own = { pane: "ground", interactive: false };
    const edges = [];
    data.layers.forEach(([name], number) => {
      if (name === "towns") return this.addTowns(read[number]);
      const whole = name === "countries" || name === "se-counties";
      L.geoJSON(read[number], {
        ...own,
        style: (one) => ({ className: !whole || homes.has(one.id) ? "mp-home" : "mp-land" }),
        onEachFeature: (one, layer) => {
          if (!whole) this.areas.set(one.id, layer);
          else if (name === "se-counties" && homes.has(one.id)) edges.push(one);
        },
      }).addTo(this.map);
    });
    L.geoJSON(edges, { ...own, style: { className: "mp-edge" } }).addTo(this.map);
    if (data.centre) this.drawCentre(own);
    this.lift(data.area);
  }

  /** The place that the map is about: its outline, and rings that say how far things are. */
  drawCentre(own) {
    const [latitude, longitude, , outline] = data.centre;
    if (outline) L.geoJSON(outline, { ...own, style: { className: "mp-place" } }).addTo(this.map);
    const rings = data.rings.map((metres) => {
      const ring = L.circle([latitude, longitude], { ...own, radius: metres, className: "mp-range" }).addTo(this.map);
      const label = document.createElement("span");
      label.className = "map-town";
      label.textContent = metres < 1000 ? `${metres} m` : `${metres / 1000} km`;
      const icon = L.divIcon({ html: label, className: "map-ring-name", iconSize: [0, 0] });
      const name = L.marker([ring.getBounds().getNorth(), longitude], { icon, interactive: false, keyboard: false, zIndexOffset: -900 });
      return { ring, name };
    });
    const place = () => {
      for (const { ring, name } of rings) {
        const wide = Math.abs(this.map.latLngToLayerPoint(ring.getBounds().getNorthEast()).x - this.map.latLngToLayerPoint(ring.getBounds().getSouthWest()).x);
        if (wide > 120 && wide < stage.clientWidth * 2) name.addTo(this.map);
        else name.remove();
        ring.getElement().style.display = wide > 120 ? "" : "none";
      }
    };
    this.map.on("zoomend", place);
    place();
  }

  addTowns({ features }) {
    this.towns = features.map(({ properties, geometry }) => {
      const label = document.createElement("span");
      label.className = "map-town";
      label.textContent = properties.name;
      const [longitude, latitude] = geometry.coordinates;
      const icon = L.divIcon({ html: label, className: "map-town-point", iconSize: [6, 6] });
      const marker = L.marker([latitude, longitude], { icon, interactive: false, keyboard: false, zIndexOffset: -1000 });
      return { marker, label, size: properties.size };
    });
    this.placeNames();
  }

  async addPoints() {
    const few = data.points.length <= MANY;
    let group = L.featureGroup();
    if (data.cluster) {
      await loaded(data.cluster);
      group = L.markerClusterGroup({
        animate: false, showCoverageOnHover: false, maxClusterRadius: 44, chunkedLoading: true,
        iconCreateFunction: clusterIcon,
      });
    }
    const markers = data.points.map((point) => {
      const [key, latitude, longitude, level, label, approximate] = point;
      const said = approximate ? `${label}, ${data.words.approximate}` : label;
      const marker = L.marker([latitude, longitude], { icon: iconOf(point), keyboard: few, title: said, alt: said, level });
      marker.on("click", () => this.choose(key, { move: false, by: marker }));
      marker.on("add", () => {
        const element = marker.getElement();
        element.setAttribute("aria-label", said);
        element.onkeydown = (event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          this.choose(key, { move: false, by: marker });
        };
        if (few) element.setAttribute("role", "button");
        else element.setAttribute("role", "img");
        element.classList.toggle("is-chosen", key === this.chosen);
      });
      this.markers.set(key, marker);
      return marker;
    });
    this.group = group;
    for (const marker of data.cluster ? [] : markers) group.addLayer(marker);
    if (data.cluster) group.addLayers(markers);
    group.addTo(this.map);
    this.placeNames();
    if (!data.chosen) return;
    this.choose(data.chosen, { quiet: true });
    const marker = this.markers.get(data.chosen);
    if (marker && panel && !panel.hidden) this.clear(marker.getLatLng(), panel);
  }

  /** Lift out the municipality of the chosen point. */
  lift(code) {
    const levels = rank.map((level) => `is-${level}`);
    this.lifted?.getElement()?.classList.remove("mp-chosen", ...levels);
    this.lifted = this.areas.get(code);
    const level = data.points.find(([key]) => key === this.chosen)?.[3];
    this.lifted?.getElement()?.classList.add("mp-chosen", `is-${level ?? "ok"}`);
    this.lifted?.bringToFront();
  }

  /** One selection for point, row and card. `move` brings the point into sight. */
  async choose(key, { move = true, quiet = false, by } = {}) {
    if (key !== this.chosen && this.keepSentence(key)) return;
    this.markers.get(this.chosen)?.getElement()?.classList.remove("is-chosen");
    this.chosen = key;
    const marker = this.markers.get(key);
    for (const row of document.querySelectorAll("[data-point]")) {
      const here = row.dataset.point === key;
      row.classList.toggle("is-chosen", here);
      const link = row.matches("a, button") ? row : row.querySelector("a, button");
      if (here) link?.setAttribute("aria-current", "true");
      else link?.removeAttribute("aria-current");
      if (here && by) row.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
    }
    if (marker) {
      const seen = () => marker.getElement()?.classList.add("is-chosen");
      if (move && this.group.zoomToShowLayer) this.group.zoomToShowLayer(marker, seen);
      else if (move && !this.map.getBounds().pad(-0.15).contains(marker.getLatLng())) this.map.panTo(marker.getLatLng(), { animate: !still });
      seen();
    }
    this.placeNames();
    if (quiet) return;
    const address = new URL(location.href);
    address.searchParams.set("place", key);
    history.replaceState(history.state, "", address);
    await this.showCard(key, Boolean(by));
  }

  async showCard(key, byPoint) {
    if (!panel) return;
    const row = document.querySelector(`[data-point="${CSS.escape(key)}"]`);
    const kept = row?.querySelector("template");
    let content = kept?.content.cloneNode(true);
    if (!content && data.card) {
      const answer = await fetch(data.card.replace("/0/", `/${key}/`), { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok || key !== this.chosen) return;
      content = document.createRange().createContextualFragment(await answer.text());
    }
    if (!content) return;
    panel.replaceChildren(content);
    panel.hidden = false;
    this.lift(panel.firstElementChild?.dataset.area);
    this.from = byPoint ? this.markers.get(key)?.getElement() : row?.querySelector("a, button");
    const marker = this.markers.get(key);
    panel.querySelector("[data-card-title]")?.focus({ preventScroll: true });
    if (marker) this.clear(marker.getLatLng(), panel);
  }

  /** The card of a phone lies over the map's lower half: bring what it is about above it. */
  clear(at, card) {
    if (card.offsetWidth < stage.clientWidth * 0.9) return;
    if (getComputedStyle(card).position === "fixed") stage.scrollIntoView({ block: "start" });
    const under = Math.max(0, stage.getBoundingClientRect().bottom - card.getBoundingClientRect().top);
    this.map.panInside(at, { paddingTopLeft: [48, 40], paddingBottomRight: [48, under + 32], animate: !still });
  }

  /** A sentence on the card that nobody has sent yet goes off first; the page comes back at `then`. */
  keepSentence(then) {
    const note = panel && !panel.hidden && panel.querySelector("form")?.elements.note;
    if (!note || note.value === note.defaultValue) return false;
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "then", value: then });
    note.form.append(field);
    note.form.requestSubmit();
    return true;
  }

  close({ back = true } = {}) {
    if (!panel || panel.hidden) return false;
    if (this.keepSentence("")) return true;
    panel.hidden = true;
    this.markers.get(this.chosen)?.getElement()?.classList.remove("is-chosen");
    for (const row of document.querySelectorAll("[data-point].is-chosen")) {
      row.classList.remove("is-chosen");
      row.querySelector("[aria-current]")?.removeAttribute("aria-current");
    }
    this.chosen = "";
    this.lift("");
    const address = new URL(location.href);
    address.searchParams.delete("place");
    history.replaceState(history.state, "", address);
    if (back) this.from?.focus();
    return true;
  }

  /** Names stand where there is room: right, left, above or below; else they wait for a closer look. */
  placeNames() {
    const { width, height, left, top } = stage.getBoundingClientRect();
    if (!width) return;
    const boxes = [];
    const points = [...stage.querySelectorAll(".map-point")];
    for (const point of points) {
      const at = point.getBoundingClientRect();
      boxes.push([at.left - left + 8, at.top - top + 8, at.right - left - 8, at.bottom - top - 8]);
    }
    const meets = (box) => boxes.some((one) => one[0] < box[2] && box[0] < one[2] && one[1] < box[3] && box[1] < one[3]);
    const chosenFirst = points.sort((one, other) => other.classList.contains("is-chosen") - one.classList.contains("is-chosen"));
    for (const point of chosenFirst) {
      const name = point.querySelector(".map-name");
      if (!name) continue;
      const at = point.getBoundingClientRect();
      const [x, y] = [at.left - left + at.width / 2, at.top - top + at.height / 2];
      const [w, h] = [name.offsetWidth, name.offsetHeight];
      const sides = {
        right: [x + 14, y - h / 2], left: [x - 14 - w, y - h / 2],
        above: [x - w / 2, y - 13 - h], below: [x - w / 2, y + 13],
      };
      const side = Object.keys(sides).find((one) => {
        const [l, t] = sides[one];
        return l >= 0 && t >= 0 && l + w <= width && t + h <= height && !meets([l, t, l + w, t + h]);
      });
      name.dataset.side = side ?? "none";
      if (side) boxes.push([sides[side][0], sides[side][1], sides[side][0] + w, sides[side][1] + h]);
    }
    this.placeTowns(boxes, width, height);
  }

  placeTowns(boxes, width, height) {
    if (!this.towns) return;
    const zoom = this.map.getZoom();
    const size = zoom >= 8.5 ? 3 : zoom >= 6.5 ? 2 : 1;
    for (const { marker, label, size: own } of [...this.towns].sort((one, other) => one.size - other.size)) {
      const { x, y } = this.map.latLngToContainerPoint(marker.getLatLng());
      const box = [x - 4, y - 9, x + 12 + label.textContent.length * 6.6, y + 9];
      const out = box[0] < 0 || box[1] < 0 || box[2] > width || box[3] > height;
      const free = !boxes.some((one) => one[0] < box[2] && box[0] < one[2] && one[1] < box[3] && box[1] < one[3]);
      if (own <= size && !out && free) {
        boxes.push(box);
        marker.addTo(this.map);
      } else marker.remove();
    }
  }
}

function clusterIcon(cluster) {
  const markers = cluster.getAllChildMarkers();
  const worst = rank[Math.max(...markers.map((one) => rank.indexOf(one.options.level)))];
  const holder = document.createElement("div");
  holder.className = `map-many is-${worst}`;
  holder.textContent = markers.length;
  holder.title = data.words.places.replace("{count}", markers.length);
  return L.divIcon({ html: holder, className: "map-cluster", iconSize: [38, 38] });
}

function loaded(url) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
}

/** A point is set by tapping, by "here I am", by the keyboard in the map's middle, or by typing. */
function picking(map, points) {
  const fields = ["latitude", "longitude"].map((name) => document.querySelector(`[data-pick="${name}"]`));
  if (!data.pick || fields.includes(null)) return;
  const icon = L.divIcon({ html: symbol("new", "is-new"), className: "map-point", iconSize: [36, 36] });
  let pin = null;
  const show = ({ lat, lng }, pan) => {
    pin ??= L.marker([lat, lng], { icon, keyboard: false, title: data.words.new, alt: data.words.new });
    pin.setLatLng([lat, lng]).addTo(map);
    if (pan) map.setView([lat, lng], Math.max(map.getZoom(), 13), { animate: !still });
  };
  const set = (at, pan = false) => {
    fields[0].value = at.lat.toFixed(5);
    fields[1].value = at.lng.toFixed(5);
    show(at, pan);
    if (!form) return;
    form.hidden = false;
    points.close();
    points.clear(at, form);
  };
  const typed = () => {
    const [lat, lng] = fields.map((field) => Number(field.value.replace(",", ".")));
    if (fields.every((field) => field.value.trim()) && Math.abs(lat) <= 85 && Math.abs(lng) <= 180) show({ lat, lng }, true);
  };
  const form = document.querySelector("[data-pick-form]");
  document.querySelector("[data-pick-close]")?.addEventListener("click", () => {
    form.hidden = true;
    pin?.remove();
    stage.focus();
  });
  map.on("click", ({ latlng }) => set(latlng));
  stage.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== stage) return;
    event.preventDefault();
    set(map.getCenter());
  });
  for (const field of fields) field.addEventListener("change", typed);
  typed();
  const here = document.querySelector("[data-pick-here]");
  if (!here || !navigator.geolocation) return;
  here.hidden = false;
  here.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => set({ lat: coords.latitude, lng: coords.longitude }, true),
      () => {
        const said = document.querySelector("[data-pick-said]");
        if (said) said.textContent = data.words.nowhere;
      },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}

/** On a phone the map fills the screen when it is asked for. */
function fullScreen(map, points) {
  const frame = stage.closest("[data-map-frame]");
  if (!frame) return;
  const open = document.querySelector("[data-map-open]");
  const leave = frame.querySelector("[data-map-leave]");
  const turn = (on) => {
    frame.classList.toggle("is-full", on);
    map.invalidateSize();
    if (on) points.fit();
    (on ? leave : open)?.focus();
  };
  frame.classList.add("has-script");
  if (open) open.hidden = false;
  open?.addEventListener("click", () => turn(true));
  leave?.addEventListener("click", () => turn(false));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!points.close() && frame.classList.contains("is-full")) turn(false);
  });
}

const points = new PointMap();
picking(points.map, points);
fullScreen(points.map, points);

// A sheet over the page goes when the keyboard goes on to what lies under it.
document.addEventListener("focusin", ({ target }) => {
  if (!panel || panel.hidden || panel.parentElement.contains(target) || target.contains(panel)) return;
  if (getComputedStyle(panel).position === "fixed") points.close({ back: false });
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-card-close]")) {
    event.preventDefault();
    points.close();
    return;
  }
  const row = event.target.closest("[data-point]");
  const link = event.target.closest("a, button");
  if (!row || event.ctrlKey || event.metaKey || event.shiftKey || (link && !link.matches("[data-choose]"))) return;
  event.preventDefault();
  points.choose(row.dataset.point);
});
if (!document.querySelector("[data-map-frame]")) {
  document.addEventListener("keydown", (event) => event.key === "Escape" && points.close());
}
