//! The emission as a stream: subnets, roles, populations.

use super::super::view::View;
use super::super::words::{grouped, rough};
use super::whole;
use crate::plot::{Ink, Svg, shortened, spread, trimmed};
use incentor_scenario::run::SubnetFlow;

/// A block that streams enter and leave.
struct Node {
    name: String,
    column: usize,
    share: f64,
    ink: Ink,
    /// Its upper end, and how far down streams have taken up its sides.
    top: f64,
    entered: f64,
    left: f64,
}

/// From node to node.
struct Stream {
    from: usize,
    to: usize,
    share: f64,
}

/// More populations than this become one.
const MOST_POPULATIONS: usize = 10;
/// Less than this share is not drawn.
const LEAST: f64 = 1e-5;
const NODE: f64 = 12.0;
const LINE: f64 = 16.0;

/// Draws the streams; a subnet is as wide as its share of the network's emission.
pub(super) fn draw(view: &View<'_>, subnets: &[SubnetFlow], width: f64) -> String {
    let (mut nodes, streams) = graph(view, subnets);
    let longest =
        (0..3).map(|column| nodes.iter().filter(|node| node.column == column).count()).max().unwrap_or(1);
    let gap = if width > 500.0 { 14.0 } else { 12.0 };
    let height = (longest as f64 * (LINE + gap)).max(300.0);
    let scale = (height - gap * longest.saturating_sub(1) as f64) * 0.96;
    place(&mut nodes, height, scale, gap);
    let title = "Emission from subnets through roles to populations";
    let description: Vec<String> =
        nodes.iter().map(|node| format!("{} {}", node.name, rough(node.share))).collect();
    let mut svg = Svg::inside(width, height + 12.0, title, &description.join(", "));
    // The last column leaves room for its names.
    let names = if width > 500.0 { 190.0 } else { 112.0 };
    let step = (width - names - NODE) / 2.0;
    let x = |node: &Node| step * node.column as f64;
    for stream in &streams {
        let thick = stream.share * scale;
        let (from, to) = (&nodes[stream.from], &nodes[stream.to]);
        let (x0, x1) = (x(from) + NODE, x(to));
        let (y0, y1) = (from.top + from.left, to.top + to.entered);
        let middle = f64::midpoint(x0, x1);
        let n = |value: f64| trimmed(value, 1);
        let path = format!(
            "M{} {}C{} {} {} {} {} {}v{}C{} {} {} {} {} {}z",
            n(x0),
            n(y0),
            n(middle),
            n(y0),
            n(middle),
            n(y1),
            n(x1),
            n(y1),
            n(thick),
            n(middle),
            n(y1 + thick),
            n(middle),
            n(y0 + thick),
            n(x0),
            n(y0 + thick),
        );
        svg.group(to.ink);
        svg.element("path", &[("class", "faint".into()), ("d", (&path).into())]);
        svg.close();
        nodes[stream.from].left += thick;
        nodes[stream.to].entered += thick;
    }
    for column in 0..3 {
        let members: Vec<&Node> = nodes.iter().filter(|node| node.column == column).collect();
        let wanted: Vec<f64> = members.iter().map(|node| node.top + node.share * scale / 2.0).collect();
        let places = spread(&wanted, LINE, LINE / 2.0, height);
        for (node, middle) in members.into_iter().zip(places) {
            svg.group(node.ink);
            svg.rectangle("fill", (x(node), node.top), (NODE, (node.share * scale).max(1.0)));
            svg.close();
            let most = if width > 500.0 { 20 } else { 10 };
            let mut text = format!("{} {}", shortened(&node.name, most), rough(node.share));
            if let ([one], true) = (subnets, width > 500.0) {
                text.push_str(&format!(" · {} α", grouped((one.issued * node.share).round() as u64)));
            }
            svg.label("label figures halo", x(node) + NODE + 6.0, middle + 4.0, &text);
        }
    }
    svg.finish()
}

fn place(nodes: &mut [Node], height: f64, scale: f64, gap: f64) {
    for column in 0..3 {
        let count = nodes.iter().filter(|node| node.column == column).count();
        let full: f64 =
            nodes.iter().filter(|node| node.column == column).map(|node| node.share * scale).sum();
        let gap = if count > 1 { ((height - full) / (count - 1) as f64).min(gap * 2.0) } else { 0.0 };
        let mut top = (height - full - gap * count.saturating_sub(1) as f64) / 2.0;
        for node in nodes.iter_mut().filter(|node| node.column == column) {
            node.top = top + 4.0;
            top += node.share * scale + gap;
        }
    }
}

fn graph(view: &View<'_>, subnets: &[SubnetFlow]) -> (Vec<Node>, Vec<Stream>) {
    let paying: Vec<&SubnetFlow> = subnets.iter().filter(|subnet| subnet.issued > 0.0).collect();
    let whole = whole(subnets);
    let node = |name: &str, column: usize, ink: Ink| Node {
        name: name.to_owned(),
        column,
        share: 0.0,
        ink,
        top: 0.0,
        entered: 0.0,
        left: 0.0,
    };
    let mut nodes: Vec<Node> = paying
        .iter()
        .map(|subnet| node(if subnet.name.is_empty() { "issued" } else { &subnet.name }, 0, Ink::Series(6)))
        .collect();
    let roles = nodes.len();
    for (name, ink) in [("miners", 0), ("validators", 5), ("root", 2), ("owner", 4), ("withheld", 7)] {
        nodes.push(node(name, 1, Ink::Series(ink)));
    }
    let mut streams: Vec<Stream> = Vec::new();
    let mut populations: Vec<(usize, String, f64)> = Vec::new();
    for (index, subnet) in paying.iter().enumerate() {
        let of = |alpha: f64| (subnet.share / whole * alpha / subnet.issued).max(0.0);
        let sum = |parts: &[(String, f64)]| parts.iter().map(|(_, alpha)| alpha).sum::<f64>();
        let parts =
            [sum(&subnet.miners), sum(&subnet.validators), subnet.root, subnet.owner, subnet.withheld];
        for (role, alpha) in parts.into_iter().enumerate() {
            let share = of(alpha);
            if share >= LEAST {
                streams.push(Stream { from: index, to: roles + role, share });
                nodes[index].share += share;
                nodes[roles + role].share += share;
            }
        }
        for (role, list) in [(0, &subnet.miners), (1, &subnet.validators)] {
            for (name, alpha) in list {
                match populations.iter_mut().find(|(of_role, of_name, _)| *of_role == role && of_name == name)
                {
                    Some((_, _, share)) => *share += of(*alpha),
                    None => populations.push((role, name.clone(), of(*alpha))),
                }
            }
        }
    }
    let mut by_size: Vec<f64> = populations.iter().map(|(_, _, share)| *share).collect();
    by_size.sort_by(|a, b| b.total_cmp(a));
    let least = by_size.get(MOST_POPULATIONS).copied().unwrap_or(0.0).max(LEAST);
    for role in [0, 1] {
        let mut others = 0.0;
        for (_, name, share) in populations.iter().filter(|(of_role, _, _)| *of_role == role) {
            if *share > least {
                nodes.push(Node { share: *share, ..node(name, 2, view.ink(name)) });
                streams.push(Stream { from: roles + role, to: nodes.len() - 1, share: *share });
            } else {
                others += share;
            }
        }
        if others >= LEAST {
            nodes.push(Node { share: others, ..node("others", 2, Ink::Series(6)) });
            streams.push(Stream { from: roles + role, to: nodes.len() - 1, share: others });
        }
    }
    // What nobody got has no block.
    let kept: Vec<usize> = (0..nodes.len()).filter(|&index| nodes[index].share > 0.0).collect();
    let new = |old: usize| kept.iter().position(|&index| index == old);
    let streams = streams
        .iter()
        .filter_map(|stream| {
            Some(Stream { from: new(stream.from)?, to: new(stream.to)?, share: stream.share })
        })
        .collect();
    nodes.retain(|node| node.share > 0.0);
    (nodes, streams)
}
