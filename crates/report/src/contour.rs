//! The retention figure: one contour per honest stake, over what the cabal claims.

use crate::plot::{Axis, Chart, Ink, Mark, Note, Series, Shape, fixed};

/// What the honest team needs at one stake, for every weight of the cabal.
#[derive(Clone, Debug, PartialEq)]
pub struct Contour {
    /// The honest team's share of stake.
    pub honest_stake: f64,
    /// Cabal weight and the honest utility it requires; `None` where even full utility is not enough.
    pub points: Vec<(f64, Option<f64>)>,
    /// Cabal weight and utility where the requirement is highest.
    pub maximum: Option<(f64, f64)>,
    /// The same as published.
    pub published: Option<(f64, f64)>,
    /// Drawn heavier than the others.
    pub emphasis: bool,
}

/// The figure's words and contours.
#[derive(Clone, Debug, PartialEq)]
pub struct ContourFigure {
    /// What one sees, in a few words.
    pub title: String,
    /// The parameters it was computed with.
    pub subtitle: String,
    /// What it says, in a sentence or two.
    pub description: String,
    /// One per honest stake, ascending.
    pub contours: Vec<Contour>,
}

impl ContourFigure {
    /// The figure as SVG.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let x = Axis::new("weight the cabal gives its own miners, W_C", 0.0, 1.0, 10);
        let y = Axis::new("honest utility needed to retain stake, W_H", 0.0, 1.0, 10);
        let mut chart = Chart::new(&self.title, x, y);
        (chart.width, chart.height) = (860.0, 620.0);
        chart.subtitle.clone_from(&self.subtitle);
        chart.description.clone_from(&self.description);
        "S_H → needs".clone_into(&mut chart.end_title);
        let last = self.contours.len().saturating_sub(1).max(1) as f64;
        let ink = |index: usize| Ink::Ramp(index as f64 / last);
        for (index, contour) in self.contours.iter().enumerate() {
            chart.series.push(line(contour, ink(index)));
        }
        chart.notes = self.notes(ink);
        // Marks lie over all lines, so that none of them is crossed out.
        let marked = |place: fn(&Contour) -> Option<(f64, f64)>| {
            self.contours
                .iter()
                .enumerate()
                .filter_map(move |(index, contour)| Some((index, place(contour)?)))
        };
        for (index, point) in marked(|contour| contour.maximum) {
            chart.series.push(Series::marks("", ink(index), Mark::Dot, vec![point]));
        }
        let published: Vec<_> = marked(|contour| contour.published).map(|(_, point)| point).collect();
        if !published.is_empty() {
            chart.series.push(Series::marks(
                "published highest requirement",
                Ink::Plain,
                Mark::Diamond,
                published,
            ));
        }
        // An empty series for the legend: the dots have their contours' colours.
        chart.series.push(Series::marks(
            "highest requirement of a contour",
            Ink::Soft,
            Mark::Dot,
            Vec::new(),
        ));
        chart.to_svg()
    }

    /// The stake of each contour on the contour itself, where they lie farthest apart and no mark is near.
    fn notes(&self, ink: impl Fn(usize) -> Ink) -> Vec<Note> {
        let marks = self.contours.iter().flat_map(|contour| [contour.maximum, contour.published]).flatten();
        let marks: Vec<f64> = marks.map(|mark| mark.0).collect();
        let columns = self.contours.first().map_or(0, |contour| contour.points.len());
        let mut best = (ROOM, Vec::new());
        for column in 0..columns {
            let place = |contour: &Contour| {
                let &(weight, utility) = contour.points.get(column)?;
                Some((weight, utility?))
            };
            let at: Vec<_> = self.contours.iter().map(place).collect();
            let Some(weight) = at.iter().flatten().map(|point| point.0).next() else { continue };
            let inside = (ROOM..=1.0 - ROOM).contains(&weight);
            let gap = least_gap(at.iter().flatten().map(|point| point.1).collect());
            if inside && gap > best.0 && marks.iter().all(|mark| (mark - weight).abs() > ROOM) {
                best = (gap, at);
            }
        }
        let notes = best.1.into_iter().zip(&self.contours).enumerate();
        notes
            .filter_map(|(index, (at, contour))| {
                let text = fixed(contour.honest_stake, 2);
                Some(Note { at: at?, shift: (0.0, 0.0), text, ink: ink(index) })
            })
            .collect()
    }
}

/// What a note needs around it, as a share of an axis.
const ROOM: f64 = 0.025;

fn least_gap(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.windows(2).map(|pair| pair[1] - pair[0]).fold(1.0, f64::min)
}

fn line(contour: &Contour, ink: Ink) -> Series {
    let points = contour.points.iter().map(|&(weight, utility)| (weight, utility.unwrap_or(f64::NAN)));
    let stake = fixed(contour.honest_stake, 2);
    let label = match contour.maximum {
        Some((_, utility)) => format!("{stake} → {}", fixed(utility, 3)),
        None => format!("{stake} → not even 1"),
    };
    let line = Series::line("", ink, points.collect()).labelled(label);
    if contour.emphasis { line.shaped(Shape::HeavyLine) } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure() -> ContourFigure {
        let contour = |honest_stake, required: [Option<f64>; 3], maximum| Contour {
            honest_stake,
            points: [0.0, 0.5, 1.0].into_iter().zip(required).collect(),
            maximum,
            published: Some((0.5, 0.6)),
            emphasis: false,
        };
        ContourFigure {
            title: "Retention".to_owned(),
            subtitle: "σ 0".to_owned(),
            description: "What honesty needs.".to_owned(),
            contours: vec![
                contour(0.6, [Some(0.2), Some(0.6), Some(0.55)], Some((0.5, 0.6))),
                contour(0.7, [Some(0.5), Some(0.7), None], None),
            ],
        }
    }

    #[test]
    fn every_contour_is_named_with_its_requirement() {
        let svg = figure().to_svg();
        assert!(svg.contains("0.60 → 0.600") && svg.contains("0.70 → not even 1"));
        assert!(svg.contains("published highest requirement"));
    }

    #[test]
    fn the_figure_is_stable() {
        assert_eq!(figure().to_svg(), figure().to_svg());
    }
}
