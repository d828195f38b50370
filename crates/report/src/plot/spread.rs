//! Labels in a column, moved apart so that none covers another.

/// Places as near to the wanted ones as the gap allows, in the same order, within the bounds when they fit.
pub(crate) fn spread(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    // Labels that would touch form a block around their mean; blocks that touch merge.
    let mut blocks: Vec<Block> = Vec::new();
    for &index in &order {
        let mut block = Block { members: 1, sum: wanted[index] };
        while let Some(above) = blocks.last() {
            if above.end(gap, low, high) + gap <= block.start(gap, low, high) {
                break;
            }
            block = Block { members: above.members + block.members, sum: above.sum + block.sum };
            blocks.pop();
        }
        blocks.push(block);
    }
    let places = blocks.iter().flat_map(|block| {
        let start = block.start(gap, low, high);
        (0..block.members).map(move |member| start + gap * member as f64)
    });
    let mut placed = vec![0.0; wanted.len()];
    for (&index, place) in order.iter().zip(places) {
        placed[index] = place;
    }
    placed
}

struct Block {
    members: usize,
    sum: f64,
}

impl Block {
    fn start(&self, gap: f64, low: f64, high: f64) -> f64 {
        let length = self.length(gap);
        (self.sum / self.members as f64 - length / 2.0).min(high - length).max(low)
    }

    fn end(&self, gap: f64, low: f64, high: f64) -> f64 {
        self.start(gap, low, high) + self.length(gap)
    }

    fn length(&self, gap: f64) -> f64 {
        gap * (self.members - 1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_their_order_and_their_distance() {
        assert_eq!(spread(&[50.0, 10.0], 12.0, 0.0, 100.0), [50.0, 10.0]);
        assert_eq!(spread(&[50.0, 50.0, 53.0], 12.0, 0.0, 100.0), [39.0, 51.0, 63.0]);
        assert_eq!(spread(&[99.0, 100.0, 40.0], 12.0, 0.0, 100.0), [88.0, 100.0, 40.0]);
        assert_eq!(spread(&[], 12.0, 0.0, 1.0), Vec::<f64>::new());
    }

    #[test]
    fn more_labels_than_room_start_at_the_top() {
        assert_eq!(spread(&[5.0, 5.0, 5.0], 10.0, 0.0, 10.0), [0.0, 10.0, 20.0]);
    }
}
